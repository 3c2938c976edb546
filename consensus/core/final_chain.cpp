#include "consensus/core/final_chain.hpp"

#include "base/assert.hpp"
#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

bool FinalChain::add(Height height, const BlockDigest& digest) {
  if (height <= delivered_ || is_far(height)) {
    return true;
  }
  const auto [place, is_new] = blocks_.try_emplace(height, digest);
  while (blocks_.contains(next(contiguous_))) {
    contiguous_ = next(contiguous_);
  }
  return is_new || place->second == digest;
}

void FinalChain::add_finalization(Height height, const Certificate& certificate) {
  if (height <= delivered_) {
    return;
  }
  if (is_far(height)) {
    // Of what lies beyond the window only the newest is kept.
    std::erase_if(finalizations_, [&](const auto& entry) { return is_far(entry.first); });
  }
  finalizations_.try_emplace(height, certificate);
}

void FinalChain::on_delivered(Height height) {
  VS_ASSERT(height == next(delivered_) && blocks_.contains(height));
  delivered_ = height;
  blocks_.erase(height);
  finalizations_.erase(finalizations_.begin(), finalizations_.upper_bound(height));
}

bool FinalChain::is_far(Height height) const {
  return height.value() > delivered_.value() + kCatchUpAheadBlocksMax;
}

std::optional<BlockDigest> FinalChain::at(Height height) const {
  const auto found = blocks_.find(height);
  return found == blocks_.end() ? std::nullopt : std::optional(found->second);
}

const Certificate* FinalChain::finalization_of(Height height) const {
  const auto found = finalizations_.lower_bound(height);
  return found == finalizations_.end() ? nullptr : &found->second;
}

void FinalChain::collect(std::set<BlockDigest>& digests) const {
  for (const auto& [height, digest] : blocks_) {
    digests.insert(digest);
  }
}

}  // namespace vitalstream::consensus
