#include "net/p2p/shown_certificate.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/temp_directory.hpp"
#include "tests/support/test_pki.hpp"

namespace vitalstream::net {
namespace {

class ShownCertificateTest : public ::testing::Test {
 protected:
  [[nodiscard]] PeerTlsContext context_of(const testing::TestCa& ca,
                                          const std::string& host) const {
    const testing::PemPair pair = ca.issue(host);
    const CertificateFiles files{directory_.write(host + ".pem", pair.certificate),
                                 directory_.write(host + ".key", pair.key),
                                 directory_.write("ca.pem", ca.certificate_pem())};
    auto loaded = PeerTlsContext::load(files, {PeerId{1}, host, host, SpkiHash{ca.key_hash()}});
    EXPECT_TRUE(loaded);
    return std::move(*loaded);
  }

  static void carry(TlsEngine& from, TlsEngine& to) {
    Bytes bytes;
    from.buffers().swap_output(bytes);
    if (!bytes.empty()) {
      std::copy(bytes.begin(), bytes.end(), to.buffers().input_space().begin());
      to.buffers().input_filled(bytes.size());
    }
  }

  void shake_hands() {
    TlsEngine::Status status = TlsEngine::Status::NeedsInput;
    for (int i = 0; i < 4 && status != TlsEngine::Status::Done; ++i) {
      static_cast<void>(client_.handshake());
      carry(client_, server_);
      status = server_.handshake();
      carry(server_, client_);
    }
    ASSERT_EQ(status, TlsEngine::Status::Done);
    ASSERT_EQ(client_.handshake(), TlsEngine::Status::Done);
  }

  testing::TempDirectory directory_;
  testing::TestCa ca_{"CA"};
  PeerTlsContext client_context_ = context_of(ca_, "client.example");
  PeerTlsContext server_context_ = context_of(ca_, "server.example");
  TlsEngine client_{client_context_.native(), TlsRole::Client};
  TlsEngine server_{server_context_.native(), TlsRole::Server};
};

TEST_F(ShownCertificateTest, EachSideSeesTheOthersCertificate) {
  shake_hands();
  const auto of_server = shown_certificate(client_);
  const auto of_client = shown_certificate(server_);
  ASSERT_TRUE(of_server && of_client);
  EXPECT_EQ(of_server->dns_names, std::vector<std::string>{"server.example"});
  EXPECT_EQ(of_client->dns_names, std::vector<std::string>{"client.example"});
  EXPECT_EQ(of_client->issuer_key, SpkiHash{ca_.key_hash()});
  EXPECT_FALSE(of_client->is_authority);
}

TEST_F(ShownCertificateTest, IsJudgedAnewUnderAnotherTrust) {
  shake_hands();
  EXPECT_TRUE(belongs_to(server_, server_context_));
  const PeerTlsContext renewed = context_of(ca_, "server.example");
  EXPECT_FALSE(belongs_to(server_, renewed));
  EXPECT_TRUE(shown_certificate_under(server_, renewed));
  const testing::TestCa others("others");
  EXPECT_EQ(shown_certificate_under(server_, context_of(others, "server.example")).error(),
            CloseReason::UntrustedIssuer);
}

}  // namespace
}  // namespace vitalstream::net
