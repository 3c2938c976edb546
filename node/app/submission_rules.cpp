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

}  // namespace

RpcError explain(ledger::TransactionError error) {
  return refusal(cause_of(error), ledger::to_string(error));
}

std::optional<RpcError> refuse_early(const AdmissionContext& context,
                                     const ledger::Transaction& transaction,
                                     const ledger::Member* member) {
  if (member == nullptr) {
    return refusal(RpcCause::UnknownKey, "no member is enrolled with the key that `kid` names");
  }
  if (member->key.algorithm != transaction.algorithm) {
    return refusal(RpcCause::KeyAlgMismatch, "`alg` is not the algorithm of the enrolled key");
  }
  if (transaction.chain != context.chain.value()) {
    return refusal(RpcCause::WrongChain, "`chain` must be " + context.chain.value());
  }
  if (!ledger::is_before(context.now, transaction.exp)) {
    return refusal(RpcCause::Expired, "`exp` has passed");
  }
  if (transaction.exp.value() > context.now.value() / 1000 + context.exp_seconds_max) {
    return refusal(
        RpcCause::ExpTooFar,
        "`exp` may lie at most " + std::to_string(context.exp_seconds_max) + " seconds ahead");
  }
  if (std::holds_alternative<ledger::UnknownOperation>(transaction.operation)) {
    return refusal(RpcCause::UnknownOperation, "`op` is none that this version knows");
  }
  if (const auto* invalid = std::get_if<ledger::InvalidData>(&transaction.operation)) {
    return refusal(RpcCause::InvalidData, std::string(ledger::to_string(invalid->code)) + ": " +
                                              std::string(invalid->member));
  }
  if (!member->roles.has(ledger::Role::Submitter)) {
    return refusal(RpcCause::RoleMissing, "the member is no submitter");
  }
  return std::nullopt;
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
