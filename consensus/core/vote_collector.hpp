#pragma once
// VoteCollector: votes on their way to a certificate (C16). A vote is parked unverified per (view,
// kind, signer) until verified and parked ones together reach the quorum; then the parked ones are
// handed out for verification. Its sender is authenticated as its signer, so a parked vote takes no
// one else's place. Owned by Ballot; its callers bound the window of views.

#include <array>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "consensus/types/certificate.hpp"
#include "consensus/types/evidence.hpp"
#include "consensus/types/validator_set.hpp"

namespace vitalstream::consensus {

class VoteCollector {
 public:
  // What adding votes leads to.
  struct Outcome {
    std::vector<Vote> verify;
    std::vector<Certificate> formed;  // at most one
    std::vector<Evidence> evidence;
  };

  explicit VoteCollector(const ValidatorSet& set) : set_(&set) {}

  // The first subject of a signer counts. A second one, or finalize beside nullify, is verified at
  // once, with the first, as evidence (S2).
  [[nodiscard]] Outcome add_unverified(const Vote& vote);
  [[nodiscard]] Outcome add_verified(const Vote& vote);
  void drop_invalid(const Vote& vote);

  // The certificate exists: its votes are dropped, later ones ignored.
  void close(VoteKind kind, View view);
  // E2: from now on this many votes, not a quorum, are enough to have them verified.
  [[nodiscard]] std::vector<Vote> lower_threshold(const VoteSubject& subject, std::size_t count);
  void forget_up_to(View floor);

  // A quorum for it is under verification, so that a certificate from a peer is not needed.
  [[nodiscard]] bool is_completing(const VoteSubject& subject) const;
  [[nodiscard]] std::size_t verified_count(const VoteSubject& subject) const;
  // Parked or verified votes of a kind for whatever subject.
  [[nodiscard]] std::size_t count(VoteKind kind, View view) const;
  [[nodiscard]] bool has_vote(VoteKind kind, View view, ValidatorIndex signer) const;
  [[nodiscard]] std::vector<ValidatorIndex> missing(VoteKind kind, View view) const;

 private:
  enum class State { Parked, Verifying, Verified };
  struct Entry {
    Vote vote;
    State state = State::Parked;
  };
  struct Tally {
    std::map<ValidatorIndex, Entry> first;
    std::map<ValidatorIndex, Entry> second;  // a conflicting vote of the same signer
    std::set<ValidatorIndex> reported;       // signers whose conflict has been handed out
    std::optional<std::size_t> threshold;
    bool closed = false;
  };
  using Tallies = std::array<Tally, 3>;

  [[nodiscard]] Tally& tally(VoteKind kind, View view);
  [[nodiscard]] const Tally* find(VoteKind kind, View view) const;
  [[nodiscard]] Outcome evaluate(const VoteSubject& subject);
  // Verifies what conflicts with this vote and is not verified yet, and reports what is.
  void look_for_conflicts(const Vote& vote, Outcome& outcome);
  void confront(Tally& tally, Entry& left, Entry& right, Outcome& outcome);

  const ValidatorSet* set_;
  std::map<View, Tallies> views_;
};

}  // namespace vitalstream::consensus
