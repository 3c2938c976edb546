#pragma once
// Fetcher: batches that blocks reference and that are not held (C7, S1). Used by Lanes. A want ends
// when the batch is held, when its lane has become final past it, when the view that proposed it
// was given up, or, at the latest, when the chain has left that proposal far behind. Each retry
// goes to another peer, because the one asked may be dead or a liar. Batches of final blocks have
// places of their own and go in the order in which they were named: without them nothing is
// delivered. What a proposal names may be invented, so each proposer has a share of the places for
// proposals, and a free one goes to whom the fewest are taken for; what a quorum has voted for
// goes before all of them. Engine thread.

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "consensus/lanes/effect.hpp"
#include "consensus/lanes/peer_reports.hpp"
#include "consensus/types/payload.hpp"

namespace vitalstream::consensus {

class Intake;

// `from` named the batch in a block, or voted for that, so that it should have it. Digest depth is
// for a final block, Full depth for another: without a proposal, a quorum has voted for it.
struct WantedBatch {
  ValidatorIndex from;
  BatchRef reference;
  VerifyDepth depth = VerifyDepth::Full;
  std::optional<ProposedIn> proposal = std::nullopt;
};

class Fetcher {
 public:
  // `faulty_max` is f.
  Fetcher(Duration retry, std::size_t faulty_max);

  // A final block overrides a proposal for the same batch, and a new proposal begins anew with who
  // made it. At the limit further ones are left out: the replica asks again while it needs them.
  void want(Instant now, const WantedBatch& wanted, Height delivered);
  void got(const BatchDigest& digest);
  // The answer was not right: ask somebody else at once.
  void failed(const BatchDigest& digest);
  void on_delivered(Height height, const HeldBatches& held);
  // Proposals of these views have been given up.
  void forget(View first, View last);

  [[nodiscard]] std::optional<VerifyDepth> wanted_depth(const BatchDigest& digest) const;
  [[nodiscard]] std::size_t wanted() const { return wants_.size(); }

  // Requests that are due, grouped by peer. What is being verified has arrived and is not asked
  // for.
  [[nodiscard]] LanesEffects requests(Instant now, const PeerReports& reports,
                                      const Intake& intake);
  [[nodiscard]] std::optional<Instant> due() const;

 private:
  using Serial = std::uint64_t;
  enum class State : std::uint8_t {
    Waiting,   // for a free place among those asked for
    Resting,   // not to be asked for before its time
    InFlight,  // asked for; asked for again at its time
  };
  // The first to be asked for have the lowest. What f+1 report has not been invented, as far as a
  // place tells; what was tried least often comes next.
  struct Rank {
    bool unreported = true;
    std::uint32_t attempts = 0;
    Serial serial = 0;
    friend auto operator<=>(const Rank&, const Rank&) = default;
  };
  struct Want {
    WantedBatch wanted;
    Height gives_up;  // not for a final block
    Serial serial = 0;
    std::uint32_t attempts = 0;
    bool is_reported = false;                  // by f+1, when it was last looked at
    std::map<ValidatorIndex, View> proposers;  // empty: final, or a quorum has voted for it
    State state = State::Waiting;
    Rank rank;                              // while Waiting
    Instant wakes;                          // unless Waiting
    std::optional<ValidatorIndex> charged;  // InFlight: the proposer whose place it takes
  };
  using Wants = std::map<BatchDigest, Want>;
  // What waits for a place, and how many are taken.
  struct Line {
    std::size_t in_flight = 0;
    std::map<Rank, BatchDigest> waiting;
  };

  struct Turn {
    Line* line = nullptr;
    std::optional<ValidatorIndex> proposer;
  };

  [[nodiscard]] static bool is_final(const Want& want);
  [[nodiscard]] static Rank rank_of(const Want& want);
  // Where it waits.
  [[nodiscard]] std::vector<Line*> lines_of(const Want& want);
  // Where its place counts.
  [[nodiscard]] Line& place_of(const Want& want);
  void propose_again(Instant now, const BatchDigest& digest, Want& want, const WantedBatch& wanted);
  void enter(const BatchDigest& digest, Want& want, State state, Instant wakes);
  void leave(const BatchDigest& digest, Want& want);
  void become_final(Instant now, const BatchDigest& digest, Want& want);
  [[nodiscard]] bool make_room(const WantedBatch& wanted);
  Wants::iterator erase(Wants::iterator at);
  void wake_up(Instant now, const PeerReports& reports);
  // The line that the next free place goes to; none if no place is free, or nothing may take it.
  [[nodiscard]] Turn next_turn();
  [[nodiscard]] Turn fullest_proposer();
  [[nodiscard]] std::optional<ValidatorIndex> choose(const Want& want,
                                                     const PeerReports& reports) const;
  [[nodiscard]] Duration patience(const Want& want) const;

  Duration retry_;
  std::size_t honest_count_;  // among so many one is honest: f+1
  std::size_t places_;        // for proposals
  Wants wants_;
  std::size_t proposed_ = 0;            // wants not of final blocks
  std::size_t proposed_in_flight_ = 0;  // and of these asked for
  Line final_;
  Line voted_for_;
  std::map<ValidatorIndex, Line> proposers_;
  std::set<std::pair<Instant, BatchDigest>> alarms_;  // of those that are not Waiting
  Serial next_serial_ = 0;
};

}  // namespace vitalstream::consensus
