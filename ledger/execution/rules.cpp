#include "ledger/execution/rules.hpp"

#include "base/assert.hpp"
#include "ledger/execution/limits.hpp"

namespace vitalstream::ledger {
namespace {

std::optional<RuleBroken> broken_in_envelope(const ChainRules& rules,
                                             const Transaction& transaction,
                                             const AdmissionTime& time, std::int64_t slack_s) {
  if (transaction.chain != rules.chain.value()) {
    return RuleBroken::WrongChain;
  }
  if (!is_before(time.reached, transaction.exp)) {
    return RuleBroken::Expired;
  }
  if (transaction.exp.value() > time.expected.value() / 1000 + rules.exp_seconds_max + slack_s) {
    return RuleBroken::ExpTooFar;
  }
  return std::nullopt;
}

// All operations of today are a submitter's; what others may do comes with their operations.
std::optional<RuleBroken> broken_in_request(const Member& member, const Transaction& transaction) {
  if (std::holds_alternative<UnknownOperation>(transaction.operation)) {
    return RuleBroken::UnknownOperation;
  }
  if (std::holds_alternative<InvalidData>(transaction.operation)) {
    return RuleBroken::InvalidData;
  }
  if (!member.roles.has(Role::Submitter)) {
    return RuleBroken::RoleMissing;
  }
  return std::nullopt;
}

Verdict verdict_on(RuleBroken broken, const Transaction& transaction) {
  switch (broken) {
    case RuleBroken::UnknownKey:
    case RuleBroken::KeyAlgorithm:  // nobody has enrolled the key in that use
      return refused(ResultCode::UnknownKey);
    case RuleBroken::WrongChain:
      return refused(ResultCode::WrongChain);
    case RuleBroken::Expired:
      return {.status = TxStatus::Expired};
    case RuleBroken::ExpTooFar:
      return refused(ResultCode::ExpTooFar);
    case RuleBroken::UnknownOperation:
      return refused(ResultCode::UnknownOp);
    case RuleBroken::InvalidData:
      return refused(std::get<InvalidData>(transaction.operation).code);
    case RuleBroken::RoleMissing:
      return refused(ResultCode::RoleMissing);
  }
  return refused(ResultCode::UnknownOp);
}

std::optional<Verdict> verdict_on(std::optional<RuleBroken> broken,
                                  const Transaction& transaction) {
  return broken ? std::optional(verdict_on(*broken, transaction)) : std::nullopt;
}

}  // namespace

Verdict refused(ResultCode code) { return {.status = TxStatus::Refused, .code = code}; }

std::optional<Verdict> check_envelope(const ChainRules& rules, const Transaction& transaction,
                                      UnixMs block_time) {
  const AdmissionTime time{block_time, block_time};
  return verdict_on(broken_in_envelope(rules, transaction, time, kExpSlackSeconds), transaction);
}

std::optional<Verdict> check_signer(const ChainRules& rules, const Transaction& transaction) {
  const bool is_enrolled = rules.members->find(transaction.key_id) != nullptr;
  return is_enrolled ? std::nullopt
                     : std::optional(verdict_on(RuleBroken::UnknownKey, transaction));
}

std::optional<Verdict> check_request(const ChainRules& rules, const Transaction& transaction) {
  const Member* member = rules.members->find(transaction.key_id);
  VS_ASSERT(member != nullptr);
  return verdict_on(broken_in_request(*member, transaction), transaction);
}

std::optional<RuleBroken> check_admission(const ChainRules& rules, const Transaction& transaction,
                                          const AdmissionTime& time) {
  const Member* member = rules.members->find(transaction.key_id);
  if (member == nullptr) {
    return RuleBroken::UnknownKey;
  }
  if (member->key.algorithm != transaction.algorithm) {
    return RuleBroken::KeyAlgorithm;
  }
  if (const auto broken = broken_in_envelope(rules, transaction, time, /*slack_s=*/0)) {
    return broken;
  }
  return broken_in_request(*member, transaction);
}

}  // namespace vitalstream::ledger
