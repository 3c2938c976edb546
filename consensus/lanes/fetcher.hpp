#pragma once
// Fetcher: batches that blocks reference and that are not held (C7, S1). Used by Lanes. A want
// survives the view that raised it; it ends when the batch is held, when its lane has become final
// past it, or, for a proposal, when the chain has left that proposal far behind. Each retry goes to
// another peer, because the one asked may be dead or a liar. Batches of final blocks go first, in
// the order in which they were named: without them nothing is delivered. A proposal's may be
// invented, so that they have half of the room, and those tried least often go first. Engine
// thread.

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "consensus/lanes/effect.hpp"
#include "consensus/lanes/peer_reports.hpp"

namespace vitalstream::consensus {

class Intake;

// `from` named the batch in a block, so that it should have it. Digest depth is for a final block,
// Full depth for a proposal.
struct WantedBatch {
  ValidatorIndex from;
  BatchRef reference;
  VerifyDepth depth = VerifyDepth::Full;
};

class Fetcher {
 public:
  explicit Fetcher(Duration retry);

  // A final block overrides a proposal for the same batch. At the limit further ones are left out:
  // the replica asks again while it needs them.
  void want(Instant now, const WantedBatch& wanted, Height delivered);
  void got(const BatchDigest& digest);
  // The answer was not right: ask somebody else at once.
  void failed(const BatchDigest& digest);
  void on_delivered(Height height, const HeldBatches& held);

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
  struct Want {
    WantedBatch wanted;
    Height gives_up;  // only for a proposal
    Serial serial;
    std::uint32_t attempts = 0;
    State state = State::Waiting;
    Instant wakes;  // unless Waiting
  };
  using Wants = std::map<BatchDigest, Want>;
  using Rank = std::pair<std::uint32_t, Serial>;
  // The wants of final blocks, or those of proposals.
  struct Line {
    std::size_t in_flight_max;
    std::size_t size = 0;
    std::size_t in_flight = 0;
    std::map<Rank, BatchDigest> waiting;
  };

  [[nodiscard]] Line& line_of(const Want& want);
  [[nodiscard]] static Rank rank_of(const Want& want);
  void enter(const BatchDigest& digest, Want& want, State state, Instant wakes);
  void leave(const BatchDigest& digest, Want& want);
  void become_final(Instant now, const BatchDigest& digest, Want& want);
  [[nodiscard]] bool make_room(VerifyDepth depth);
  Wants::iterator erase(Wants::iterator at);
  void wake_up(Instant now);
  [[nodiscard]] std::optional<ValidatorIndex> choose(const Want& want,
                                                     const PeerReports& reports) const;
  [[nodiscard]] Duration patience(const Want& want) const;

  Duration retry_;
  Wants wants_;
  Line final_;
  Line proposed_;
  std::set<std::pair<Instant, BatchDigest>> alarms_;  // of those that are not Waiting
  Serial next_serial_ = 0;
};

}  // namespace vitalstream::consensus
