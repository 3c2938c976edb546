#include "net/link/tls_engine.hpp"

#include <gtest/gtest.h>

#include <openssl/ssl.h>

#include <algorithm>

#include "net/link/limits.hpp"
#include "tests/support/temp_directory.hpp"
#include "tests/support/test_pki.hpp"

namespace vitalstream::net {
namespace {

constexpr std::uint64_t kRecordsPerKey = 10;

class TlsEngineTest : public ::testing::Test {
 protected:
  using ContextPtr = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

  [[nodiscard]] ContextPtr context_of(const std::string& host) const {
    const testing::PemPair pair = ca_.issue(host);
    ContextPtr context(SSL_CTX_new(TLS_method()), &SSL_CTX_free);
    SSL_CTX_set_num_tickets(context.get(), 0);
    EXPECT_EQ(SSL_CTX_use_certificate_chain_file(
                  context.get(), directory_.write(host + ".pem", pair.certificate).c_str()),
              1);
    EXPECT_EQ(
        SSL_CTX_use_PrivateKey_file(
            context.get(), directory_.write(host + ".key", pair.key).c_str(), SSL_FILETYPE_PEM),
        1);
    return context;
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
  // The engines keep their contexts.
  TlsEngine client_{context_of("client.example").get(),
                    TlsRole::Client,
                    {.server_name = "server.example", .records_per_key = kRecordsPerKey}};
  TlsEngine server_{context_of("server.example").get(), TlsRole::Server};
};

TEST_F(TlsEngineTest, AsksForTheServerByItsName) {
  shake_hands();
  EXPECT_STREQ(SSL_get_servername(server_.native(), TLSEXT_NAMETYPE_host_name), "server.example");
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
  EXPECT_FALSE(server_.failure().is_lost);
  EXPECT_NE(server_.failure().library_reason, 0);
}

}  // namespace
}  // namespace vitalstream::net
