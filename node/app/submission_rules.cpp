#include "node/app/submission_rules.hpp"

#include <string>
#include <utility>
#include <variant>

namespace vitalstream::node {
namespace {

using net::RpcCause;
using net::RpcError;

RpcError refusal(RpcCause cause, std::string_view detail) {
  return {.cause = cause, .detail = std::string(detail)};
}

RpcCause cause_of(ledger::TransactionError error) {
  using enum ledger::TransactionError;
  switch (error) {
    case CompactTooLarge:
    case HeaderTooLarge:
    case PayloadTooLarge:
      return RpcCause::TxTooLarge;
    case NotThreeParts:
    case NotBase64url:
    case SignatureSize:
    case HeaderNotJson:
    case HeaderCritical:
    case HeaderEmbeddedKey:
    case HeaderKeyUrl:
    case HeaderUnencoded:
    case HeaderMemberUnknown:
    case HeaderMemberMissing:
    case HeaderKid:
    case HeaderType:
      return RpcCause::MalformedJws;
    case HeaderAlgorithm:
      return RpcCause::UnsupportedAlg;
    case PayloadNotIJson:
    case PayloadNotObject:
    case PayloadMemberUnknown:
    case PayloadMemberMissing:
    case PayloadChain:
    case PayloadJti:
    case PayloadExp:
    case PayloadOp:
    case PayloadAttachments:
      return RpcCause::MalformedPayload;
  }
  return RpcCause::MalformedPayload;
}

RpcCause cause_of(ledger::AttachmentError error) {
  switch (error) {
    case ledger::AttachmentError::Missing:
      return RpcCause::AttachmentMissing;
    case ledger::AttachmentError::Surplus:
    case ledger::AttachmentError::UnknownItem:
      return RpcCause::AttachmentUnexpected;
    case ledger::AttachmentError::TooLarge:
      return RpcCause::AttachmentTooLarge;
    case ledger::AttachmentError::Malformed:
    case ledger::AttachmentError::WrongLength:
    case ledger::AttachmentError::WrongCommitment:
      return RpcCause::AttachmentMismatch;
  }
  return RpcCause::AttachmentMismatch;
}

std::string words_of(const ledger::InvalidData& invalid) {
  return std::string(ledger::to_string(invalid.code)) + ": " + std::string(invalid.member);
}

RpcError explain(ledger::RuleBroken broken, const ledger::ChainRules& rules,
                 const ledger::Transaction& transaction) {
  using ledger::RuleBroken;
  switch (broken) {
    case RuleBroken::UnknownKey:
      return refusal(RpcCause::UnknownKey, "no member is enrolled with the key that `kid` names");
    case RuleBroken::KeyAlgorithm:
      return refusal(RpcCause::KeyAlgMismatch, "`alg` is not the algorithm of the enrolled key");
    case RuleBroken::WrongChain:
      return refusal(RpcCause::WrongChain, "`chain` must be " + rules.chain.value());
    case RuleBroken::Expired:
      return refusal(RpcCause::Expired, "`exp` has passed");
    case RuleBroken::ExpTooFar:
      return refusal(
          RpcCause::ExpTooFar,
          "`exp` may lie at most " + std::to_string(rules.exp_seconds_max) + " seconds ahead");
    case RuleBroken::UnknownOperation:
      return refusal(RpcCause::UnknownOperation, "`op` is none that this version knows");
    case RuleBroken::InvalidData:
      return refusal(RpcCause::InvalidData,
                     words_of(std::get<ledger::InvalidData>(transaction.operation)));
    case RuleBroken::RoleMissing:
      return refusal(RpcCause::RoleMissing, "the member is no submitter");
  }
  return refusal(RpcCause::InternalError, "a rule without a name");
}

}  // namespace

RpcError explain(ledger::TransactionError error) {
  return refusal(cause_of(error), ledger::to_string(error));
}

std::optional<RpcError> refuse_early(const ledger::ChainRules& rules,
                                     const ledger::Transaction& transaction, UnixMs now) {
  const auto broken = ledger::check_admission(rules, transaction, now);
  return broken ? std::optional(explain(*broken, rules, transaction)) : std::nullopt;
}

Result<ledger::AttachmentList, RpcError> admit_attachments(
    const ledger::Transaction& transaction, std::vector<net::SubmittedAttachment> submitted) {
  ledger::AttachmentList attachments;
  attachments.reserve(submitted.size());
  for (net::SubmittedAttachment& one : submitted) {
    attachments.push_back({one.salt, std::move(one.content)});
  }
  if (const auto error = ledger::check_attachments(transaction.attachments, attachments)) {
    return refusal(cause_of(*error), ledger::to_string(*error));
  }
  return attachments;
}

}  // namespace vitalstream::node
