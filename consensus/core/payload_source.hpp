#pragma once
// PayloadSource: what the replica asks about lanes. A port owned by the core; the engine implements
// it over consensus/lanes. Pure queries, answered at once, on the engine's thread.

#include <vector>

#include "base/digest.hpp"
#include "consensus/types/block.hpp"
#include "consensus/types/lane_position.hpp"
#include "consensus/types/payload.hpp"

namespace vitalstream::consensus {

class PayloadSource {
 public:
  virtual ~PayloadSource() = default;
  // C4, L3, L4, L5.
  [[nodiscard]] virtual PayloadSelection select(const LanePositions& parent,
                                                Height height) const = 0;
  // C7, L5. `height` decides the order of lanes that the references must have.
  [[nodiscard]] virtual PayloadState examine(const LanePositions& parent, Height height,
                                             const std::vector<BatchRef>& references) const = 0;
  // Held: the leaf hashes of its items, in order; else null. For final blocks chaining and
  // signatures are no longer asked, only the bytes under the digest.
  [[nodiscard]] virtual const std::vector<Hash32>* leaves(const BatchDigest& batch) const = 0;
  // C2: is there a held batch that a chain with these positions does not reference?
  [[nodiscard]] virtual bool has_work(const LanePositions& positions) const = 0;
};

}  // namespace vitalstream::consensus
