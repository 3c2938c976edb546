#pragma once
// GrantedTips: how far the watermark of each other lane may go (L5): up to the tip, but not past a
// batch for which the lane's budget does not suffice. What a proposal or a final block references
// is granted whatever it costs. Used by Lanes. Invariant: a granted tip is the final position of
// its lane or a held batch that descends from it, and never ahead of the tip. Engine thread.

#include <map>
#include <optional>

#include "consensus/lanes/held_batches.hpp"
#include "consensus/lanes/lane_budget.hpp"
#include "consensus/lanes/options.hpp"

namespace vitalstream::consensus {

class GrantedTips {
 public:
  GrantedTips(const LanesOptions& options, const HeldBatches& held);

  // The lane may have grown, or time has passed. True if the granted tip has moved.
  bool advance(Instant now, ValidatorId lane, HeldBatches& held);
  // The final chain went on in the lane.
  void on_final(Instant now, ValidatorId lane, HeldBatches& held);
  // Held batches were evicted, maybe from the middle of the chain.
  void restart(Instant now, ValidatorId lane, HeldBatches& held);
  // It became final, granted or not.
  void charge(Instant now, const HeldBatch& final_batch);

  [[nodiscard]] LanePosition of(ValidatorId lane) const;
  // When `advance` may have something, because a budget suffices then.
  [[nodiscard]] std::optional<Instant> due() const;
  [[nodiscard]] bool is_withheld(ValidatorId lane) const;

 private:
  struct Lane {
    LaneBudget budget;
    LanePosition granted;
    std::optional<Instant> due;  // while the next batch is withheld
  };
  std::map<ValidatorId, Lane> lanes_;
};

}  // namespace vitalstream::consensus
