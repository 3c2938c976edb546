#pragma once
// VoteKey: who signs the votes of a process: its validator's key, or keys in memory that it
// delegates to, each for a range of views, as node/driver/delegated_keys does. A crash forgets the
// key in memory, so that the next run needs another one and a delegation of its own. Owned by
// Process.

#include <optional>

#include "consensus/types/delegation.hpp"
#include "tests/sim/keys.hpp"
#include "tests/sim/prng.hpp"

namespace vitalstream::sim {

// A delegation has this many views behind the vote that it is made for.
inline constexpr std::uint64_t kDelegatedViewsBack = 3;

class VoteKey {
 public:
  VoteKey(ValidatorIndex index, Prng prng);

  // From now on by delegation, for this many views ahead.
  void delegate(std::uint64_t views_ahead) { views_ahead_ = views_ahead; }
  // Whether it signs this without asking the provider of the validator's key.
  [[nodiscard]] bool can_sign(const consensus::VoteSubject& subject) const;
  // Whether half of the range is used up.
  [[nodiscard]] bool is_half_used(consensus::View view) const;
  // What the provider does: a new key in memory, and a delegation to it around this view.
  void renew(consensus::View view);
  void forget() { held_.reset(); }
  // Of what it can sign.
  [[nodiscard]] crypto::Signature sign(const consensus::VoteSubject& subject) const;
  // So often was the provider asked for one.
  [[nodiscard]] std::uint64_t delegations() const { return delegations_; }

 private:
  struct Held {
    SimKey key;
    consensus::Delegation delegation;
  };

  ValidatorIndex index_;
  SimKey key_;
  Prng prng_;
  std::optional<std::uint64_t> views_ahead_;  // nothing: direct
  std::optional<Held> held_;
  std::uint64_t delegations_ = 0;
};

}  // namespace vitalstream::sim
