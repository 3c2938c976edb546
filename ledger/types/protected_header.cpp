#include "base/assert.hpp"
#include "ledger/types/transaction.hpp"

namespace vitalstream::ledger {
namespace {

TransactionError error_of(crypto::JwsHeaderError error) {
  switch (error) {
    case crypto::JwsHeaderError::TooLong:
      return TransactionError::HeaderTooLarge;
    case crypto::JwsHeaderError::NotAJsonObject:
      return TransactionError::HeaderNotJson;
    case crypto::JwsHeaderError::Critical:
      return TransactionError::HeaderCritical;
    case crypto::JwsHeaderError::EmbeddedKey:
      return TransactionError::HeaderEmbeddedKey;
    case crypto::JwsHeaderError::KeyUrl:
      return TransactionError::HeaderKeyUrl;
    case crypto::JwsHeaderError::Unencoded:
      return TransactionError::HeaderUnencoded;
    case crypto::JwsHeaderError::UnknownMember:
      return TransactionError::HeaderMemberUnknown;
    case crypto::JwsHeaderError::MissingMember:
      return TransactionError::HeaderMemberMissing;
    case crypto::JwsHeaderError::UnsupportedAlgorithm:
      return TransactionError::HeaderAlgorithm;
    case crypto::JwsHeaderError::BadKid:
      return TransactionError::HeaderKid;
    case crypto::JwsHeaderError::WrongType:
      return TransactionError::HeaderType;
  }
  VS_ASSERT(false);
}

}  // namespace

Result<crypto::JwsHeader, TransactionError> parse_protected_header(ByteView header) {
  const auto parsed = crypto::parse_jws_header(header);
  if (!parsed) {
    return error_of(parsed.error());
  }
  return *parsed;
}

}  // namespace vitalstream::ledger
