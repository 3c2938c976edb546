#pragma once
// Builders for the ledger's tests: keys that are only names, and envelopes whose signature is
// filler (who needs real signatures signs in the receipt tests).

#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/signature.hpp"
#include "ledger/types/batch_body.hpp"
#include "ledger/types/ids.hpp"
#include "ledger/types/transaction.hpp"

namespace vitalstream::ledger::testing {

struct TestKey {
  crypto::PublicKey key;
  KeyId id;
};

// Distinct for distinct numbers.
[[nodiscard]] TestKey a_key(std::uint8_t number);
[[nodiscard]] TestKey a_p256_key(std::uint8_t number);

// {"alg":…,"kid":…,"typ":"vs-tx+jws"} for the key.
[[nodiscard]] std::string header_of(const TestKey& key);

class TransactionBuilder {
 public:
  TransactionBuilder& key(const TestKey& key);
  TransactionBuilder& chain(std::string_view chain);
  TransactionBuilder& jti(std::string_view jti);
  TransactionBuilder& exp(std::int64_t seconds);
  // `data` is JSON text.
  TransactionBuilder& op(std::string_view op, std::string_view data);
  // JSON text of the array.
  TransactionBuilder& att(std::string_view att);
  // Replaces the whole payload.
  TransactionBuilder& payload(std::string_view json);
  TransactionBuilder& header(std::string_view json);
  TransactionBuilder& signature(Bytes bytes);

  [[nodiscard]] std::string payload_text() const;
  [[nodiscard]] std::string header_text() const;
  [[nodiscard]] std::string compact() const;
  // Asserts that it is valid.
  [[nodiscard]] OwnedTransaction build() const;
  [[nodiscard]] const TestKey& signer() const { return key_; }

 private:
  TestKey key_ = a_key(1);
  std::string chain_ = "test-chain";
  std::string jti_ = "jti-1";
  std::int64_t exp_ = 2'000'000'060;
  std::string op_ = "record.put";
  std::string data_ = R"({"collection":"observations","id":"o-1",)"
                      R"("externalHash":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"})";
  std::string att_;
  std::string payload_;
  std::string header_;
  Bytes signature_ = Bytes(64, 0x5A);
};

[[nodiscard]] BatchItem item_of(const TestKey& key, const OwnedTransaction& transaction);

}  // namespace vitalstream::ledger::testing
