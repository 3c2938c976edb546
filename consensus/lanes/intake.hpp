#pragma once
// Intake: what happens to a batch that arrives from a peer (L2, L6): dropped, or verified within
// bounds, then held. Used by Lanes. Nothing about a batch is believed before it is verified, so
// what waits is counted against the peer that sent it; what is held counts against the lane's
// owner. Engine thread.

#include <deque>
#include <map>
#include <set>

#include "consensus/lanes/fetcher.hpp"
#include "consensus/lanes/held_batches.hpp"
#include "consensus/lanes/lane_costs.hpp"

namespace vitalstream::consensus {

class Intake {
 public:
  Intake(const ValidatorSet& set, std::optional<ValidatorId> own_lane);

  // VerifyBatch or DropBatch.
  [[nodiscard]] LanesEffect on_arrived(Instant now, const BatchArrived& arrived,
                                       const HeldBatches& held, const Fetcher& fetcher);
  // What was verified in full is on its lane's account.
  void charge(Instant now, const VerifiedBatch& batch);
  // How deeply a batch was verified that is now answered. Nothing if it was not asked for.
  [[nodiscard]] std::optional<VerifyDepth> finish(const BatchDigest& digest);
  void remember_invalid(const BatchDigest& digest);

  [[nodiscard]] bool is_verifying(const BatchDigest& digest) const;
  // What its header says; 0 if it is not being verified.
  [[nodiscard]] std::uint64_t verifying_body_bytes(const BatchDigest& digest) const;
  [[nodiscard]] bool is_invalid(const BatchDigest& digest) const;
  [[nodiscard]] std::size_t verifying() const { return verifying_.size(); }
  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

 private:
  struct Waiting {
    ValidatorIndex from;
    ValidatorId lane;
    std::uint64_t bytes = 0;
    std::uint64_t body_bytes = 0;
    VerifyDepth depth = VerifyDepth::Full;
  };

  [[nodiscard]] bool wants(const BatchArrived& arrived, const HeldBatches& held) const;
  [[nodiscard]] bool fits_sender(const BatchArrived& arrived, bool wanted) const;
  [[nodiscard]] bool fits_lane(const BatchArrived& arrived, const HeldBatches& held) const;

  std::set<ValidatorId> lanes_;
  std::optional<ValidatorId> own_lane_;
  std::map<BatchDigest, Waiting> verifying_;
  std::map<ValidatorIndex, HeldBatches::Totals> by_sender_;
  std::set<BatchDigest> invalid_;
  std::deque<BatchDigest> invalid_order_;
  LaneCosts costs_;
  std::uint64_t dropped_ = 0;
};

}  // namespace vitalstream::consensus
