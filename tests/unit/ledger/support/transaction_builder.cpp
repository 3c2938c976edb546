#include "support/transaction_builder.hpp"

#include <utility>

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "crypto/jwk.hpp"
#include "crypto/jws.hpp"
#include "crypto/jws_header.hpp"

namespace vitalstream::ledger::testing {

TestKey a_key(std::uint8_t number) {
  crypto::PublicKey key{crypto::SignatureAlgorithm::Ed25519, Bytes(32, number)};
  const KeyId id = crypto::thumbprint(key);
  return {std::move(key), id};
}

TestKey a_p256_key(std::uint8_t number) {
  crypto::PublicKey key{crypto::SignatureAlgorithm::EcdsaP256Sha256, Bytes(65, number)};
  key.bytes[0] = 0x04;
  const KeyId id = crypto::thumbprint(key);
  return {std::move(key), id};
}

std::string header_of(const TestKey& key) {
  return crypto::to_jws_header({key.key.algorithm, key.id});
}

TransactionBuilder& TransactionBuilder::key(const TestKey& key) {
  key_ = key;
  return *this;
}

TransactionBuilder& TransactionBuilder::chain(std::string_view chain) {
  chain_ = chain;
  return *this;
}

TransactionBuilder& TransactionBuilder::jti(std::string_view jti) {
  jti_ = jti;
  return *this;
}

TransactionBuilder& TransactionBuilder::exp(std::int64_t seconds) {
  exp_ = seconds;
  return *this;
}

TransactionBuilder& TransactionBuilder::op(std::string_view op, std::string_view data) {
  op_ = op;
  data_ = data;
  return *this;
}

TransactionBuilder& TransactionBuilder::att(std::string_view att) {
  att_ = att;
  return *this;
}

TransactionBuilder& TransactionBuilder::payload(std::string_view json) {
  payload_ = json;
  return *this;
}

TransactionBuilder& TransactionBuilder::header(std::string_view json) {
  header_ = json;
  return *this;
}

TransactionBuilder& TransactionBuilder::signature(Bytes bytes) {
  signature_ = std::move(bytes);
  return *this;
}

std::string TransactionBuilder::payload_text() const {
  if (!payload_.empty()) {
    return payload_;
  }
  std::string text = R"({"chain":")" + chain_ + R"(","jti":")" + jti_ + R"(","exp":)" +
                     std::to_string(exp_) + R"(,"op":")" + op_ + R"(","data":)" + data_;
  if (!att_.empty()) {
    text += R"(,"att":)" + att_;
  }
  return text + "}";
}

std::string TransactionBuilder::header_text() const {
  return header_.empty() ? header_of(key_) : header_;
}

std::string TransactionBuilder::compact() const {
  return crypto::to_compact_jws(
      {to_bytes(as_bytes(header_text())), to_bytes(as_bytes(payload_text())), signature_});
}

OwnedTransaction TransactionBuilder::build() const {
  auto transaction = OwnedTransaction::parse(compact());
  VS_ASSERT(transaction.has_value());
  return std::move(*transaction);
}

BatchItem item_of(const TestKey& key, const OwnedTransaction& transaction) {
  return {&key.key, transaction->envelope};
}

}  // namespace vitalstream::ledger::testing
