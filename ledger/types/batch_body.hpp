#pragma once
// The body of a batch: what travels between validators and is stored once per transaction. Decoded
// envelopes, because base64url would cost a third more; the compact forms are rebuilt from them.
//
//   version u8 = 1
//   signers u16, each: algorithm u8 | public key (u16 length) | protected header (u16 length)
//   items u16, each:   signer u16 | payload (u16 length) | signature (u16 length)
//
// A signer is a public key together with one spelling of the protected header that names it, so
// both travel once and are checked once per batch. Signers stand in the order of their first use.
// Whether a body is valid is a function of its bytes (L1); signatures are checked by the verify
// pool over `signed_messages`. Pure; a decoded batch is immutable and may be shared between
// threads.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/signature.hpp"
#include "crypto/verify.hpp"
#include "ledger/types/transaction.hpp"

namespace vitalstream::ledger {

enum class BatchBodyErrorCode {
  TooLarge,
  Malformed,  // not the encoding above, or bytes left over
  UnknownVersion,
  NoItems,
  BadPublicKey,        // unknown algorithm, or not its size
  BadProtectedHeader,  // see `transaction`
  AlgorithmMismatch,   // the header's `alg` is not the key's
  KeyMismatch,         // the header's `kid` is not the key's thumbprint
  SignerOrder,         // not in the order of first use, or unused
  BadTransaction,      // see `transaction`
};
[[nodiscard]] std::string_view to_string(BatchBodyErrorCode code);

struct BatchBodyError {
  BatchBodyErrorCode code = BatchBodyErrorCode::Malformed;
  TransactionError transaction{};  // for BadProtectedHeader and BadTransaction
  std::uint32_t position = 0;      // of the signer or item
};

struct BatchSigner {
  crypto::PublicKey key;
  KeyId key_id;
};

class ParsedBatch {
 public:
  [[nodiscard]] const std::vector<Transaction>& transactions() const { return transactions_; }
  [[nodiscard]] const BatchSigner& signer_of(std::size_t item) const;
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return *body_; }
  [[nodiscard]] const std::shared_ptr<const Bytes>& shared_bytes() const { return body_; }
  // What the verify pool has to check, in the order of the transactions; views live with this.
  [[nodiscard]] std::vector<crypto::SignedMessage> signed_messages() const;
  [[nodiscard]] std::vector<Hash32> leaf_hashes() const;

 private:
  friend class BatchBodyDecoder;

  std::shared_ptr<const Bytes> body_;
  std::vector<BatchSigner> signers_;
  std::vector<std::uint16_t> signer_of_item_;
  // The compact forms, one after the other; too long to lie within the string object.
  std::string compact_;
  std::vector<Transaction> transactions_;
};

// Total: any bytes yield a batch or an error.
[[nodiscard]] Result<ParsedBatch, BatchBodyError> decode_batch_body(
    std::shared_ptr<const Bytes> body);

// What the owner of a lane seals. The transactions have been parsed, and `key` is the enrolled key
// that their `kid` names.
struct BatchItem {
  const crypto::PublicKey* key = nullptr;
  EnvelopeView envelope;
};

// Asserts the limits, which the lane keeps when it seals: `batch_item_bytes` counts for it.
[[nodiscard]] Bytes build_batch_body(std::span<const BatchItem> items);

// An upper bound of what an item adds to a body, as though its signer were new.
[[nodiscard]] std::size_t batch_item_bytes(const BatchItem& item);
inline constexpr std::size_t kBatchBodyOverheadBytes = 1 + 2 + 2;

}  // namespace vitalstream::ledger
