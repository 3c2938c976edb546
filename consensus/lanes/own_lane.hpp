#pragma once
// OwnLane: admission to this validator's own lane, and when its next batch is closed (L1, L5).
// Used by Lanes. Invariants: at most one CloseBatch is unanswered; within an incarnation sequence
// numbers only grow and none is closed twice; what was admitted stays until it is final, and is
// closed again if its batch is given up; what waits is bounded. Engine thread.

#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "consensus/lanes/effect.hpp"
#include "consensus/lanes/held_batches.hpp"
#include "consensus/lanes/lane_budget.hpp"
#include "consensus/lanes/options.hpp"

namespace vitalstream::consensus {

class OwnLane {
 public:
  OwnLane(const LaneParameters& parameters, Incarnation incarnation,
          const std::optional<LanePosition>& tip);

  // Admitted or RefusedBusy. `unreferenced` is here and below of the current incarnation.
  [[nodiscard]] LanesEffect submit(Instant now, const Submit& submit,
                                   const HeldBatches::Totals& unreferenced);
  // The next batch, if one is due; the lane then waits for `closed`.
  [[nodiscard]] std::optional<CloseBatch> close(Instant now,
                                                const HeldBatches::Totals& unreferenced);
  // False if the answer is for an incarnation that has been given up meanwhile.
  [[nodiscard]] bool closed(const VerifiedBatch& batch);
  // When `close` may have something; nothing if only another input can change that.
  [[nodiscard]] std::optional<Instant> due(const HeldBatches::Totals& unreferenced) const;

  // These batches are final: what they hold is done with.
  [[nodiscard]] std::vector<TxHandle> on_final(std::span<const BatchRef> references);
  // These can never become final: what they hold is closed again.
  void batch_again(std::span<const BatchDigest> lost);

  // L1: the incarnation must be greater than this one; true if that asks for a new one.
  [[nodiscard]] bool is_superseded_by(const LanePosition& seen) const;
  // Everything that is not final is closed again under the new incarnation. What no peer has taken
  // comes back in other and smaller batches, its oldest last, because any of it may be the cause.
  void renew(Incarnation incarnation, RenewalReason reason);
  // Shutdown: admit nothing more, close the rest at once.
  void drain() { draining_ = true; }

  // While paused nothing is closed, unless draining; admission goes on within its bounds.
  void pause(bool paused) { paused_ = paused; }

  [[nodiscard]] bool is_draining() const { return draining_; }
  [[nodiscard]] bool is_empty() const { return queue_.empty() && closing_.empty(); }
  [[nodiscard]] const LanePosition& tip() const { return tip_; }
  // The first closed batch of this incarnation that is not final.
  [[nodiscard]] std::optional<LanePosition> oldest() const;
  [[nodiscard]] std::size_t queued_items() const { return queue_.size(); }
  [[nodiscard]] std::uint64_t queued_bytes() const { return body_bytes_ + attachment_bytes_; }
  [[nodiscard]] std::uint64_t refused_busy() const { return refused_busy_; }

 private:
  struct Item {
    Submit submit;
    Instant since;
  };
  using Items = std::vector<Item>;
  struct Closed {
    LanePosition position;
    Items items;
  };

  [[nodiscard]] bool has_room(const Submit& submit, const HeldBatches::Totals& unreferenced) const;
  [[nodiscard]] Duration delay(const HeldBatches::Totals& unreferenced) const;
  void note_arrival(Instant now);
  void put_back(const Items& items);
  void put_last(const Items& items);
  void weigh(const Items& items);

  LaneParameters parameters_;
  LanePosition tip_;  // of the newest closed batch of the current incarnation
  std::deque<Item> queue_;
  std::uint64_t body_bytes_ = 0;
  std::uint64_t attachment_bytes_ = 0;
  Items closing_;                                 // of the batch that is being closed
  std::deque<Closed> closed_;                     // of this incarnation, not final
  std::size_t batch_items_max_ = kBatchItemsMax;  // fewer while peers do not take what is closed
  LaneBudget budget_;
  bool draining_ = false;
  bool paused_ = false;
  std::optional<Instant> last_arrival_;
  Duration mean_gap_ = kIdleGap;  // begins idle
  std::uint64_t refused_busy_ = 0;
};

}  // namespace vitalstream::consensus
