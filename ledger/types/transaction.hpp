#pragma once
// Transaction: one signed envelope, parsed once, when it is admitted or when its batch arrives;
// execution, storage and the RPC get this object (docs/transactions.md).
//
// Everything that can be told from an envelope's bytes is decided here and makes the envelope (and
// a batch that holds it) invalid; whether the key is enrolled, the chain is ours and the operation
// makes sense is decided in execution and yields a result. The signature itself is checked by the
// verify pool, over `signing_input`. Pure; any thread.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/jws.hpp"
#include "crypto/jws_header.hpp"
#include "crypto/signature.hpp"
#include "ledger/types/attachment.hpp"
#include "ledger/types/ids.hpp"
#include "ledger/types/operation.hpp"
#include "ledger/types/replay_key.hpp"

namespace vitalstream::ledger {

// In the order in which they are tested.
enum class TransactionError {
  // The envelope.
  CompactTooLarge,
  NotThreeParts,
  NotBase64url,
  // The protected header (crypto/jws_header.hpp).
  HeaderTooLarge,
  HeaderNotJson,
  HeaderCritical,
  HeaderEmbeddedKey,
  HeaderKeyUrl,
  HeaderUnencoded,
  HeaderMemberUnknown,
  HeaderMemberMissing,
  HeaderAlgorithm,
  HeaderKid,
  HeaderType,
  // The payload.
  PayloadTooLarge,
  SignatureSize,  // not the size of the algorithm's signatures
  PayloadNotIJson,
  PayloadNotObject,
  PayloadMemberUnknown,
  PayloadMemberMissing,
  PayloadChain,
  PayloadJti,
  PayloadExp,
  PayloadOp,
  PayloadAttachments,
};
[[nodiscard]] std::string_view to_string(TransactionError error);

// The decoded parts of a compact JWS. Views; whoever makes one says how long they live.
struct EnvelopeView {
  ByteView header;
  ByteView payload;
  ByteView signature;
};

[[nodiscard]] Result<crypto::JwsHeader, TransactionError> parse_protected_header(ByteView header);

// Move-only. Its views point into the bytes that it was parsed from.
struct Transaction {
  TxId id;
  LeafHash leaf;
  KeyId key_id;
  ReplayKey replay_key;
  crypto::SignatureAlgorithm algorithm = crypto::SignatureAlgorithm::Ed25519;
  std::string_view chain;
  std::string_view jti;
  UnixSeconds exp;
  std::string_view op;
  Operation operation;
  std::vector<AttachmentCommitment> attachments;
  EnvelopeView envelope;
  std::string_view compact;        // the JWS in compact serialization
  std::string_view signing_input;  // its beginning: header.payload
  // Text that was written with JSON escapes, decoded.
  std::unique_ptr<char[]> unescaped;
};

// Parses an envelope whose header is known already (a batch carries each header once). `compact`
// must be the compact serialization of `envelope`.
[[nodiscard]] Result<Transaction, TransactionError> parse_transaction(
    const crypto::JwsHeader& header, const EnvelopeView& envelope, std::string_view compact);

// A transaction together with the bytes that it views: what a client submitted.
class OwnedTransaction {
 public:
  [[nodiscard]] static Result<OwnedTransaction, TransactionError> parse(std::string_view compact);
  [[nodiscard]] const Transaction& operator*() const { return transaction_; }
  [[nodiscard]] const Transaction* operator->() const { return &transaction_; }

 private:
  OwnedTransaction() = default;

  // Vectors, because moving one keeps the address of its bytes.
  std::vector<char> compact_;
  crypto::JwsParts parts_;
  Transaction transaction_;
};

}  // namespace vitalstream::ledger
