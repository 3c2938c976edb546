#pragma once
// Fetcher: batches that blocks reference and that are not held (C7, S1). Used by Lanes. A want
// survives the view that raised it; it ends when the batch is held, when its lane has become final
// past it, or, for a proposal, when the chain has left that proposal far behind. Each retry goes to
// another peer, because the one asked may be dead or a liar. Engine thread.

#include <map>
#include <optional>
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
  explicit Fetcher(Duration retry) : retry_(retry) {}

  // A final block overrides a proposal for the same batch. At the limit further ones are left out:
  // the replica asks again while it needs them.
  void want(Instant now, const WantedBatch& wanted, Height delivered);
  void got(const BatchDigest& digest);
  // The answer was not right: ask somebody else at once.
  void failed(Instant now, const BatchDigest& digest);
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
  struct Want {
    WantedBatch wanted;
    Height gives_up;  // only for a proposal
    std::uint32_t attempts = 0;
    Instant ask_at;
  };

  [[nodiscard]] std::optional<ValidatorIndex> choose(const Want& want,
                                                     const PeerReports& reports) const;
  [[nodiscard]] Duration patience(const Want& want) const;
  [[nodiscard]] Want* find(const BatchDigest& digest);

  Duration retry_;
  std::map<Serial, Want> wants_;  // in the order in which they were named
  std::map<BatchDigest, Serial> serials_;
  Serial next_serial_ = 0;
};

}  // namespace vitalstream::consensus
