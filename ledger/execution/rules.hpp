#pragma once
// The rules that every transaction must pass whatever it asks for. Each is stated once: admission
// tests all of them early, in the order in which a client reads refusals; execution decides, in the
// order of ledger/README.md. Called by execute_block and by node when it admits. Pure; any
// thread.

#include <optional>

#include "base/chain.hpp"
#include "ledger/types/member.hpp"
#include "ledger/types/result.hpp"
#include "ledger/types/transaction.hpp"

namespace vitalstream::ledger {

// What a chain fixes for all its blocks. The directory outlives it.
struct ChainRules {
  ChainId chain;
  std::int64_t exp_seconds_max = 0;
  const MemberDirectory* members = nullptr;
};

struct Verdict {
  TxStatus status = TxStatus::Applied;
  ResultCode code = ResultCode::None;
  std::uint64_t value = 0;
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

[[nodiscard]] Verdict refused(ResultCode code);

// The rule that a transaction breaks, in the order in which admission tests them.
enum class RuleBroken : std::uint8_t {
  UnknownKey,
  // The header's `alg` is not the enrolled key's. Execution never sees it: a batch body in which
  // they differ is malformed.
  KeyAlgorithm,
  WrongChain,
  Expired,
  ExpTooFar,
  UnknownOperation,
  InvalidData,
  RoleMissing,
};

// Chain and time, which need no memory. What fails here does not consume its jti: it is dead for
// ever (wrong chain, expired) or was never acceptable yet (too far ahead).
[[nodiscard]] std::optional<Verdict> check_envelope(const ChainRules& rules,
                                                    const Transaction& transaction,
                                                    UnixMs block_time);

// Whether the key is enrolled. A stranger's transaction consumes no jti: any validator can make as
// many keys as it likes, and would fill the replay window with them.
[[nodiscard]] std::optional<Verdict> check_signer(const ChainRules& rules,
                                                  const Transaction& transaction);

// What is asked of whom: operation, data, role.
[[nodiscard]] std::optional<Verdict> check_request(const ChainRules& rules,
                                                   const Transaction& transaction);

// The time by which admission judges `exp`. It must not refuse for good what block time would let
// pass: `reached` is the newest block's time, and what has expired by it has for ever; `expected`
// is what the next block's will be, as far as one can tell, and what is too far ahead of it may
// come again.
struct AdmissionTime {
  UnixMs reached;
  UnixMs expected;
};

// What admission can refuse without the state and before a signature is checked: all the rules, and
// no slack for `exp`.
[[nodiscard]] std::optional<RuleBroken> check_admission(const ChainRules& rules,
                                                        const Transaction& transaction,
                                                        const AdmissionTime& time);

}  // namespace vitalstream::ledger
