#pragma once
// HeldBatches: which batches this replica holds beyond the final chain, and how they chain (L2,
// L6). Used by every part of the lanes. Invariants: every entry lies beyond its lane's final
// position or was asked for; a lane's tip descends from its final position, or starts a newer
// incarnation, through held batches only; the tip never moves backwards except when the final chain
// took another branch. Engine thread.

#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "consensus/lanes/effect.hpp"
#include "consensus/types/lane_position.hpp"
#include "consensus/types/validator_set.hpp"
#include "consensus/types/verified_batch.hpp"

namespace vitalstream::consensus {

// L5: whether the watermark of this validator may go over a batch.
enum class Grant : std::uint8_t {
  Withheld,    // the lane's budget has not sufficed yet
  Overridden,  // a proposal that may be voted for references it
  Paid,
};

struct HeldBatch {
  VerifiedBatch batch;
  VerifyDepth depth = VerifyDepth::Full;
  Instant since;
  // A vote may have vouched for it in a proposal up to this height: it may not be evicted before.
  Height pinned;
  Grant grant = Grant::Withheld;
};

[[nodiscard]] LanePosition position_of(const HeldBatch& held);

class HeldBatches {
 public:
  HeldBatches(const ValidatorSet& set, const LanePositions& final_positions);

  struct Totals {
    std::size_t batches = 0;
    std::uint64_t bytes = 0;
  };

  // A digest that is held already changes nothing. True if the lane's tip has moved.
  bool hold(HeldBatch held);
  void pin(const BatchDigest& digest, Height height);
  // Never less than it has.
  void grant(const BatchDigest& digest, Grant grant);

  [[nodiscard]] bool has_lane(ValidatorId lane) const { return lanes_.contains(lane); }
  [[nodiscard]] const HeldBatch* find(const BatchDigest& digest) const;
  // The held batch that follows this position in its incarnation.
  [[nodiscard]] const HeldBatch* successor(ValidatorId lane, const LanePosition& position) const;
  // The first batch of a newer incarnation than this one, the newest first.
  [[nodiscard]] const HeldBatch* newer_root(ValidatorId lane, Incarnation than) const;
  // All batches held under one sequence number, in order of arrival.
  [[nodiscard]] std::vector<BatchDigest> branches(ValidatorId lane, Incarnation incarnation,
                                                  Sequence sequence) const;
  // L2: the own watermark.
  [[nodiscard]] LanePosition tip(ValidatorId lane) const;
  // L6: how far the lane may be referenced: the tip, or the batch before a conflict.
  [[nodiscard]] LanePosition usable_tip(ValidatorId lane) const;
  [[nodiscard]] bool has_conflict(ValidatorId lane) const;
  [[nodiscard]] LanePosition final_position(ValidatorId lane) const;
  [[nodiscard]] Totals totals(ValidatorId lane) const;
  [[nodiscard]] Totals totals(ValidatorId lane, Incarnation incarnation) const;
  // Held batches of the lane whose predecessor is not held: where a chain has a hole.
  [[nodiscard]] std::vector<BatchDigest> holes(ValidatorId lane) const;
  // The held batches after a position up to the usable tip, in order; a newer incarnation
  // supersedes the rest of the older one.
  [[nodiscard]] std::vector<const HeldBatch*> usable_after(ValidatorId lane,
                                                           const LanePosition& position) const;

  // These references of one lane, in order, became final. Returns what can never become final any
  // more: superseded incarnations and losing branches. The batches themselves leave as well, but
  // are not forgotten.
  std::vector<BatchDigest> apply_final(ValidatorId lane, std::span<const BatchRef> references);
  // Makes room in a lane: what is older than this incarnation and not pinned beyond `height` goes.
  std::vector<BatchDigest> evict_before(ValidatorId lane, Incarnation incarnation, Height height);
  // Of what is not pinned beyond `height`, so much stays at the most; the longest held goes.
  std::vector<BatchDigest> evict_beyond(ValidatorId lane, const Totals& most, Height height);

 private:
  using Place = std::pair<Incarnation, Sequence>;
  struct Lane {
    LanePosition final_position;
    LanePosition tip;
    std::map<Place, std::vector<BatchDigest>> places;
    std::set<Place> conflicts;
    Totals totals;
    std::map<Incarnation, Totals> by_incarnation;
  };

  [[nodiscard]] const Lane* lane_of(ValidatorId lane) const;
  void erase(Lane& lane, const BatchDigest& digest);
  void advance_tip(ValidatorId id, Lane& lane);
  void restart_tip(ValidatorId id, Lane& lane);
  [[nodiscard]] std::vector<BatchDigest> unreachable(const Lane& lane) const;
  [[nodiscard]] bool descends(const LanePosition& from, const LanePosition& to) const;

  std::map<BatchDigest, HeldBatch> batches_;
  std::map<ValidatorId, Lane> lanes_;
};

}  // namespace vitalstream::consensus
