#include "ledger/execution/rules.hpp"

#include "ledger/execution/limits.hpp"

namespace vitalstream::ledger {
namespace {

std::optional<Verdict> check_times(const ChainRules& rules, const Transaction& transaction,
                                   UnixMs time, std::int64_t slack_s) {
  if (transaction.chain != rules.chain.value()) {
    return refused(ResultCode::WrongChain);
  }
  if (!is_before(time, transaction.exp)) {
    return Verdict{.status = TxStatus::Expired};
  }
  if (transaction.exp.value() > time.value() / 1000 + rules.exp_seconds_max + slack_s) {
    return refused(ResultCode::ExpTooFar);
  }
  return std::nullopt;
}

// All operations of today are a submitter's; what others may do comes with their operations.
std::optional<Role> role_for(const Operation& operation) {
  if (std::holds_alternative<UnknownOperation>(operation) ||
      std::holds_alternative<InvalidData>(operation)) {
    return std::nullopt;
  }
  return Role::Submitter;
}

}  // namespace

Verdict refused(ResultCode code) { return {.status = TxStatus::Refused, .code = code}; }

std::optional<Verdict> check_envelope(const ChainRules& rules, const Transaction& transaction,
                                      UnixMs block_time) {
  return check_times(rules, transaction, block_time, kExpSlackSeconds);
}

std::optional<Verdict> check_request(const ChainRules& rules, const Transaction& transaction) {
  const Member* member = rules.members->find(transaction.key_id);
  if (member == nullptr) {
    return refused(ResultCode::UnknownKey);
  }
  if (std::holds_alternative<UnknownOperation>(transaction.operation)) {
    return refused(ResultCode::UnknownOp);
  }
  if (const auto* invalid = std::get_if<InvalidData>(&transaction.operation)) {
    return refused(invalid->code);
  }
  const auto role = role_for(transaction.operation);
  if (role && !member->roles.has(*role)) {
    return refused(ResultCode::RoleMissing);
  }
  return std::nullopt;
}

std::optional<Verdict> check_admission(const ChainRules& rules, const Transaction& transaction,
                                       UnixMs now) {
  if (const auto verdict = check_times(rules, transaction, now, /*slack_s=*/0)) {
    return verdict;
  }
  return check_request(rules, transaction);
}

}  // namespace vitalstream::ledger
