#include "net/p2p/tls_engine.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "net/p2p/limits.hpp"
#include "tests/support/temp_directory.hpp"
#include "tests/support/test_pki.hpp"

namespace vitalstream::net {
namespace {

constexpr std::uint64_t kRecordsPerKey = 10;

class TlsEngineTest : public ::testing::Test {
 protected:
  [[nodiscard]] PeerTlsContext context_of(const std::string& host) const {
    const testing::PemPair pair = ca_.issue(host);
    const CertificateFiles files{directory_.write(host + ".pem", pair.certificate),
                                 directory_.write(host + ".key", pair.key),
                                 directory_.write("ca.pem", ca_.certificate_pem())};
    auto loaded = PeerTlsContext::load(files, {PeerId{1}, host, host, SpkiHash{ca_.key_hash()}});
    EXPECT_TRUE(loaded);
    return std::move(*loaded);
  }

  // Carries all output of one engine to the other, as much as fits at once.
  static void carry(TlsEngine& from, TlsEngine& to) {
    Bytes bytes;
    from.buffers().swap_output(bytes);
    ASSERT_LE(bytes.size(), kSocketReadBytes);
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
  TlsEngine client_{context_of("client.example"), Direction::Outbound, "server.example",
                    kRecordsPerKey};
  TlsEngine server_{context_of("server.example"), Direction::Inbound, ""};
};

TEST_F(TlsEngineTest, EachSideSeesTheOthersCertificate) {
  shake_hands();
  ASSERT_TRUE(client_.peer_certificate() && server_.peer_certificate());
  EXPECT_EQ(client_.peer_certificate()->dns_names, std::vector<std::string>{"server.example"});
  EXPECT_EQ(server_.peer_certificate()->dns_names, std::vector<std::string>{"client.example"});
  EXPECT_EQ(server_.peer_certificate()->issuer_key, SpkiHash{ca_.key_hash()});
  EXPECT_FALSE(server_.peer_certificate()->is_authority);
}

TEST_F(TlsEngineTest, TheServerSendsNoTicketAfterTheHandshake) {
  shake_hands();
  EXPECT_EQ(server_.buffers().output_bytes(), 0U);
}

TEST_F(TlsEngineTest, CarriesPlaintextBothWaysAcrossRecords) {
  shake_hands();
  const Bytes sent(40'000, 7);
  ASSERT_TRUE(client_.write(sent));
  carry(client_, server_);
  Bytes received;
  Bytes piece(kTlsRecordBytes);
  for (auto read = server_.read(piece); read.status == TlsEngine::Status::Done;
       read = server_.read(piece)) {
    append(received, ByteView(piece).first(read.bytes));
  }
  EXPECT_EQ(received, sent);
  ASSERT_TRUE(server_.write(Bytes{1}));
  carry(server_, client_);
  EXPECT_EQ(client_.read(piece).bytes, 1U);
}

TEST_F(TlsEngineTest, ReplacesTheSendingKeyAndGoesOn) {
  shake_hands();
  Bytes piece(kTlsRecordBytes);
  std::size_t plain_record_bytes = 0;
  for (std::uint64_t record = 0; record < 3 * kRecordsPerKey; ++record) {
    const Bytes sent(100, static_cast<std::uint8_t>(record));
    ASSERT_TRUE(client_.write(sent));
    const std::size_t output_bytes = client_.buffers().output_bytes();
    plain_record_bytes = record == 0 ? output_bytes : plain_record_bytes;
    const bool first_of_a_key = record > 0 && record % kRecordsPerKey == 0;
    EXPECT_EQ(output_bytes > plain_record_bytes, first_of_a_key) << record;
    carry(client_, server_);
    const auto read = server_.read(piece);
    ASSERT_EQ(read.status, TlsEngine::Status::Done) << record;
    EXPECT_TRUE(equal(ByteView(piece).first(read.bytes), sent));
  }
}

TEST_F(TlsEngineTest, RefusesBytesThatWereTamperedWith) {
  shake_hands();
  ASSERT_TRUE(client_.write(Bytes(100, 7)));
  Bytes bytes;
  client_.buffers().swap_output(bytes);
  bytes.back() ^= 1U;
  std::copy(bytes.begin(), bytes.end(), server_.buffers().input_space().begin());
  server_.buffers().input_filled(bytes.size());
  Bytes piece(kTlsRecordBytes);
  EXPECT_EQ(server_.read(piece).status, TlsEngine::Status::Failed);
  EXPECT_EQ(server_.failure().reason, CloseReason::TlsFailure);
}

}  // namespace
}  // namespace vitalstream::net
