#pragma once
// Fetcher: batches that blocks reference and that are not held (C7, S1). Used by Lanes. A want
// survives the view that raised it; it ends when the batch is held or its height is delivered. Each
// retry goes to another peer, because the one asked may be dead or a liar. Engine thread.

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "consensus/lanes/effect.hpp"
#include "consensus/lanes/peer_reports.hpp"

namespace vitalstream::consensus {

class Intake;

class Fetcher {
 public:
  explicit Fetcher(Duration retry) : retry_(retry) {}

  // Digest depth (a final block) overrides Full depth (a proposal) for the same batch. Beyond the
  // limit the wants of the greatest heights are given up: they are named again when they matter.
  void want(Instant now, const BatchRef& reference, Height height, VerifyDepth depth);
  void got(const BatchDigest& digest);
  // The answer was not right: ask somebody else at once.
  void failed(Instant now, const BatchDigest& digest);
  void on_delivered(Height height);

  [[nodiscard]] std::optional<VerifyDepth> wanted_depth(const BatchDigest& digest) const;
  [[nodiscard]] std::size_t wanted() const { return wants_.size(); }

  // Requests that are due, grouped by peer. What is being verified has arrived: it is not asked
  // for.
  [[nodiscard]] LanesEffects requests(Instant now, const PeerReports& reports,
                                      const Intake& intake);
  [[nodiscard]] std::optional<Instant> due() const;

 private:
  using Key = std::pair<Height, BatchDigest>;
  struct Want {
    BatchRef reference;
    VerifyDepth depth = VerifyDepth::Full;
    std::uint32_t attempts = 0;
    Instant ask_at;
  };

  [[nodiscard]] std::optional<ValidatorIndex> choose(const Want& want,
                                                     const PeerReports& reports) const;
  [[nodiscard]] Duration patience(const Want& want) const;
  [[nodiscard]] Want* find(const BatchDigest& digest);

  Duration retry_;
  std::map<Key, Want> wants_;  // lowest heights first
  std::map<BatchDigest, Height> heights_;
};

}  // namespace vitalstream::consensus
