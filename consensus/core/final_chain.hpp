#pragma once
// FinalChain: which blocks above the last delivered one are known to be final, and by which
// certificates. Owned by Chain. A block is final by its own finalization or by a descendant's.

#include <map>
#include <optional>
#include <set>

#include "consensus/types/block.hpp"
#include "consensus/types/certificate.hpp"

namespace vitalstream::consensus {

class FinalChain {
 public:
  explicit FinalChain(Height delivered) : delivered_(delivered), contiguous_(delivered) {}

  // False if another block is final at this height: more than f validators are faulty.
  [[nodiscard]] bool add(Height height, const BlockDigest& digest);
  void add_finalization(Height height, const Certificate& certificate);
  void on_delivered(Height height);

  [[nodiscard]] std::optional<BlockDigest> at(Height height) const;
  // Null where no finalization of this height or above is held.
  [[nodiscard]] const Certificate* finalization_of(Height height) const;
  [[nodiscard]] bool is_direct(Height height) const { return finalizations_.contains(height); }
  // All heights from the delivered block to this one are known.
  [[nodiscard]] Height contiguous() const { return contiguous_; }
  void collect(std::set<BlockDigest>& digests) const;

 private:
  // S1: beyond the window of what is held; fetched when it comes nearer.
  [[nodiscard]] bool is_far(Height height) const;

  Height delivered_;
  Height contiguous_;
  std::map<Height, BlockDigest> blocks_;
  std::map<Height, Certificate> finalizations_;
};

}  // namespace vitalstream::consensus
