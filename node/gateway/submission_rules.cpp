#include "node/gateway/submission_rules.hpp"

#include <string>
#include <utility>
#include <variant>

namespace vitalstream::node {
namespace {

using net::RpcCause;
using net::RpcError;

// Seconds of our days lie below, milliseconds above.
constexpr std::int64_t kUnixSecondsEnd = 100'000'000'000;

RpcError refusal(RpcCause cause, std::string_view detail) {
  return {.cause = cause, .detail = std::string(detail)};
}

std::string with_words(std::string_view name, std::string_view words) {
  return std::string(name) + (words.empty() ? "" : ": ") + std::string(words);
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

// What would be right (docs/transactions.md), where the error's name alone does not say it.
std::string_view right_form(ledger::TransactionError error) {
  using enum ledger::TransactionError;
  switch (error) {
    case NotThreeParts:
      return "a JWS in compact serialization: header.payload.signature";
    case NotBase64url:
      return "each part in base64url: A-Z a-z 0-9 - and _, without padding";
    case SignatureSize:
      return "64 bytes; of ES256 they are r and s, not DER";
    case HeaderCritical:
    case HeaderEmbeddedKey:
    case HeaderKeyUrl:
    case HeaderUnencoded:
    case HeaderMemberUnknown:
    case HeaderMemberMissing:
      return "exactly alg, kid, typ";
    case HeaderAlgorithm:
      return "alg is EdDSA, Ed25519 or ES256";
    case HeaderKid:
      return "kid is the RFC 7638 thumbprint of the key, 43 characters";
    case HeaderType:
      return "typ is vs-tx+jws";
    case PayloadNotIJson:
      return "strict JSON (RFC 7493), no name twice; neither detached nor unencoded";
    case PayloadMemberUnknown:
      return "no others than chain, jti, exp, op, data, att, iat";
    case PayloadMemberMissing:
      return "chain, jti, exp, op, data";
    case PayloadChain:
      return "1 to 64 of a-z 0-9 -";
    case PayloadJti:
    case PayloadOp:
      return "1 to 64 visible ASCII characters";
    case PayloadExp:
      return "whole seconds since 1970";
    case PayloadAttachments:
      return "at most 16 of {c, n, t}: commitment in base64url, bytes, media type; at most 1 MiB";
    case CompactTooLarge:
    case HeaderTooLarge:
    case PayloadTooLarge:
    case HeaderNotJson:
    case PayloadNotObject:
      return {};
  }
  return {};
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

// What would be right, where the code's name and the member alone do not say it.
std::string_view right_form(ledger::ResultCode code) {
  using enum ledger::ResultCode;
  switch (code) {
    case DataMemberUnknown:
      return "the operation has no such member";
    case DataTextInvalid:
      return "1 to 128 visible ASCII characters, or a word of its list";
    case DataDigestInvalid:
      return "32 bytes in base64url without padding";
    case DataNumberInvalid:
      return "a whole number from 0 to 2^53 - 1, without fraction or exponent; a time is in "
             "seconds since 1970, below 100000000000, and not in milliseconds";
    case DataAttachmentUnknown:
      return "the position of an element of `att`, from 0";
    case DataListLength:
      return "1 to 16 elements";
    case None:
    case WrongChain:
    case ExpTooFar:
    case JtiReused:
    case WindowFull:
    case UnknownKey:
    case UnknownOp:
    case DataNotObject:
    case DataMemberMissing:
    case DataMemberType:
    case DataContentAmbiguous:
    case DataPeriodEmpty:
    case RoleMissing:
    case VersionConflict:
      return {};
  }
  return {};
}

std::string words_of(const ledger::InvalidData& invalid) {
  return with_words(with_words(ledger::to_string(invalid.code), invalid.member),
                    right_form(invalid.code));
}

std::string seconds_of(UnixMs time) { return std::to_string(time.value() / 1000); }

std::string words_of_far_exp(const ledger::ChainRules& rules, ledger::UnixSeconds exp,
                             const ledger::AdmissionTime& time) {
  const std::string most = std::to_string(rules.exp_seconds_max) +
                           " seconds ahead of block time, which is about " +
                           seconds_of(time.expected);
  return exp.value() >= kUnixSecondsEnd
             ? "`exp` is in seconds since 1970, and looks like milliseconds: at most " + most
             : "`exp` may lie at most " + most;
}

RpcError explain(ledger::RuleBroken broken, const ledger::ChainRules& rules,
                 const ledger::Transaction& transaction, const ledger::AdmissionTime& time) {
  using ledger::RuleBroken;
  switch (broken) {
    case RuleBroken::UnknownKey:
      return refusal(RpcCause::UnknownKey, "no member is enrolled with the key that `kid` names");
    case RuleBroken::KeyAlgorithm:
      return refusal(RpcCause::KeyAlgMismatch, "`alg` is not the algorithm of the enrolled key");
    case RuleBroken::WrongChain:
      return refusal(RpcCause::WrongChain, "`chain` must be " + rules.chain.value());
    case RuleBroken::Expired:
      return refusal(RpcCause::Expired,
                     "`exp` has passed: block time is " + seconds_of(time.reached));
    case RuleBroken::ExpTooFar:
      return refusal(RpcCause::ExpTooFar, words_of_far_exp(rules, transaction.exp, time));
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
  return refusal(cause_of(error), with_words(ledger::to_string(error), right_form(error)));
}

std::optional<RpcError> refuse_early(const ledger::ChainRules& rules,
                                     const ledger::Transaction& transaction,
                                     const ledger::AdmissionTime& time) {
  const auto broken = ledger::check_admission(rules, transaction, time);
  return broken ? std::optional(explain(*broken, rules, transaction, time)) : std::nullopt;
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
