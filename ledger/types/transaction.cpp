#include "ledger/types/transaction.hpp"

#include <utility>

#include "base/assert.hpp"
#include "base/result.hpp"
#include "crypto/rfc6962.hpp"
#include "crypto/sha256.hpp"
#include "ledger/types/limits.hpp"
#include "ledger/types/parse_payload.hpp"

namespace vitalstream::ledger {
namespace {

std::optional<TransactionError> check_sizes(const crypto::JwsHeader& header,
                                            const EnvelopeView& envelope,
                                            std::string_view compact) {
  if (compact.size() > kCompactJwsBytesMax) {
    return TransactionError::CompactTooLarge;
  }
  if (envelope.payload.size() > kPayloadBytesMax) {
    return TransactionError::PayloadTooLarge;
  }
  if (envelope.signature.size() != crypto::signature_bytes(header.algorithm)) {
    return TransactionError::SignatureSize;
  }
  return std::nullopt;
}

void set_names(Transaction& transaction) {
  transaction.id = TxId{crypto::sha256(as_bytes(transaction.signing_input))};
  transaction.leaf = LeafHash{crypto::leaf_hash(as_bytes(transaction.compact))};
  transaction.replay_key = make_replay_key(transaction.key_id, transaction.jti, transaction.id);
}

TransactionError error_of(crypto::JwsError error) {
  switch (error) {
    case crypto::JwsError::TooLong:
      return TransactionError::CompactTooLarge;
    case crypto::JwsError::NotThreeParts:
      return TransactionError::NotThreeParts;
    case crypto::JwsError::NotBase64url:
      return TransactionError::NotBase64url;
  }
  VS_ASSERT(false);
}

}  // namespace

Result<Transaction, TransactionError> parse_transaction(const crypto::JwsHeader& header,
                                                        const EnvelopeView& envelope,
                                                        std::string_view compact) {
  if (const auto error = check_sizes(header, envelope, compact)) {
    return *error;
  }
  Transaction transaction;
  if (const auto error = parse_payload(as_text(envelope.payload), transaction)) {
    return *error;
  }
  transaction.key_id = header.kid;
  transaction.algorithm = header.algorithm;
  transaction.envelope = envelope;
  transaction.compact = compact;
  transaction.signing_input = compact.substr(0, compact.rfind('.'));
  set_names(transaction);
  return transaction;
}

Result<OwnedTransaction, TransactionError> OwnedTransaction::parse(std::string_view compact) {
  auto parts = crypto::parse_compact_jws(compact, kCompactJwsBytesMax);
  if (!parts) {
    return error_of(parts.error());
  }
  OwnedTransaction owned;
  owned.compact_.assign(compact.begin(), compact.end());
  owned.parts_ = std::move(*parts);
  VS_TRY(header, parse_protected_header(owned.parts_.header));
  auto transaction =
      parse_transaction(header, {owned.parts_.header, owned.parts_.payload, owned.parts_.signature},
                        {owned.compact_.data(), owned.compact_.size()});
  if (!transaction) {
    return transaction.error();
  }
  owned.transaction_ = std::move(*transaction);
  return owned;
}

}  // namespace vitalstream::ledger
