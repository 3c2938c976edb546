#pragma once
// Proposals: the first proposal of each view's leader, or the own one, in the window of views;
// those that the verifier has been given; and what the leaders' clocks have shown. Owned by
// Replica.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "consensus/core/leader_clocks.hpp"
#include "consensus/core/limits.hpp"
#include "consensus/core/peer_places.hpp"
#include "consensus/core/status.hpp"
#include "consensus/types/message.hpp"
#include "consensus/types/validator_set.hpp"

namespace vitalstream::consensus {

struct ProposalSlot {
  Proposal proposal;
  Instant arrived;
  std::vector<BatchDigest> carried;  // of the own proposal (L3)
  bool equivocated = false;          // C8: the leader signed a second one
  Progress waiting = Progress::AwaitingVotes;
};

class Proposals {
 public:
  explicit Proposals(const ValidatorSet& set) : clocks_(set.size(), set.faulty_max()) {}

  // Null where there is none.
  [[nodiscard]] const ProposalSlot* find(View view) const;
  [[nodiscard]] bool contains(View view) const { return slots_.contains(view); }
  // The first view after this one that has one.
  [[nodiscard]] std::optional<View> next_after(View view) const;
  void collect_blocks(std::set<BlockDigest>& digests) const;

  // The view has none yet.
  void add(View view, ProposalSlot slot);
  void mark_equivocated(View view);
  void waits_for(View view, Progress progress);
  // The own one, with the signature of its vote.
  void sign(const Vote& vote);
  void forget_up_to(View view);

  // C6: its verification begins: not while it, or two of its view, are here or under way, nor while
  // too many of its sender are.
  [[nodiscard]] bool begin_check(const VoteSubject& proposed, ValidatorIndex from);
  void end_check(const VoteSubject& proposed) { checks_.take(proposed); }
  // C6: one was dropped unverified.
  void note_refused() { refused_ += 1; }
  [[nodiscard]] std::uint64_t refused() const { return refused_; }

  // C7: what a signed proposal says of its leader's clock, and what they have all reached.
  void note_clock(const Proposal& proposal, Instant now);
  [[nodiscard]] std::optional<UnixMs> clocks_reached(Instant now) const {
    return clocks_.reached(now);
  }

 private:
  struct Given {};

  [[nodiscard]] bool may_check(const VoteSubject& proposed) const;

  std::map<View, ProposalSlot> slots_;
  PeerPlaces<Given> checks_{kProposalChecksMax};
  LeaderClocks clocks_;
  std::uint64_t refused_ = 0;
};

}  // namespace vitalstream::consensus
