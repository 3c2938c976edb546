#pragma once
// OwnLane: admission to this validator's own lane, and when its next batch is sealed (L1, L5).
// Used by Lanes. Invariants: at most one SealBatch is unanswered; within an incarnation sequence
// numbers only grow and none is sealed twice; what waits is bounded. Engine thread.

#include <deque>
#include <optional>
#include <vector>

#include "consensus/lanes/effect.hpp"
#include "consensus/lanes/held_batches.hpp"
#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus {

class OwnLane {
 public:
  OwnLane(Incarnation incarnation, const std::optional<LanePosition>& tip);

  // Admitted or RefusedBusy.
  [[nodiscard]] LanesEffect submit(Instant now, const Submit& submit,
                                   const HeldBatches::Totals& unreferenced);
  // The next batch, if one is due; the lane then waits for `sealed`.
  [[nodiscard]] std::optional<SealBatch> seal(Instant now, const HeldBatches::Totals& unreferenced);
  // False if the answer is for an incarnation that has been given up meanwhile.
  [[nodiscard]] bool sealed(const VerifiedBatch& batch);
  // When `seal` may have something; nothing if only another input can change that.
  [[nodiscard]] std::optional<Instant> due(const HeldBatches::Totals& unreferenced) const;

  // L1: the incarnation must be greater than this one; true if that asks for a new one.
  [[nodiscard]] bool is_superseded_by(const LanePosition& seen) const;
  // What was being sealed under the old incarnation: it is given up.
  [[nodiscard]] std::vector<TxHandle> renew(Incarnation incarnation);
  // Shutdown: admit nothing more, seal the rest at once.
  void drain() { draining_ = true; }

  [[nodiscard]] bool is_draining() const { return draining_; }
  [[nodiscard]] bool is_empty() const { return queue_.empty() && sealing_.empty(); }
  [[nodiscard]] const LanePosition& tip() const { return tip_; }
  [[nodiscard]] std::size_t queued_items() const { return queue_.size(); }
  [[nodiscard]] std::uint64_t queued_bytes() const { return body_bytes_ + attachment_bytes_; }
  [[nodiscard]] std::uint64_t refused_busy() const { return refused_busy_; }

 private:
  struct Item {
    Submit submit;
    Instant since;
  };

  [[nodiscard]] bool has_room(const Submit& submit, const HeldBatches::Totals& unreferenced) const;
  [[nodiscard]] Duration delay(const HeldBatches::Totals& unreferenced) const;
  void note_arrival(Instant now);

  LanePosition tip_;  // of the newest sealed batch of the current incarnation
  std::deque<Item> queue_;
  std::uint64_t body_bytes_ = 0;
  std::uint64_t attachment_bytes_ = 0;
  std::vector<TxHandle> sealing_;  // of the batch that is being sealed
  bool draining_ = false;
  std::optional<Instant> last_arrival_;
  Duration mean_gap_ = kIdleGap;  // begins idle
  std::uint64_t refused_busy_ = 0;
};

}  // namespace vitalstream::consensus
