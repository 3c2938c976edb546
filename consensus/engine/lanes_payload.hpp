#pragma once
// LanesPayload: the PayloadSource of the replica, answered by the lanes. Owned by Engine; both must
// not outlive it. A proposal found Ready is pinned, because a vote may vouch for its batches.

#include "consensus/core/payload_source.hpp"
#include "consensus/lanes/lanes.hpp"

namespace vitalstream::consensus {

class LanesPayload : public PayloadSource {
 public:
  explicit LanesPayload(Lanes& lanes) : lanes_(&lanes) {}

  [[nodiscard]] PayloadSelection select(const LanePositions& parent, Height height) const override;
  [[nodiscard]] PayloadState examine(const LanePositions& parent, Height height,
                                     const std::vector<BatchRef>& references) const override;
  [[nodiscard]] const std::vector<Hash32>* leaves(const BatchDigest& batch) const override;
  [[nodiscard]] bool has_work(const LanePositions& positions) const override;

 private:
  Lanes* lanes_;
};

}  // namespace vitalstream::consensus
