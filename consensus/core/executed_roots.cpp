#include "consensus/core/executed_roots.hpp"

#include "base/assert.hpp"

namespace vitalstream::consensus {

ExecutedRoots::ExecutedRoots(const CommittedTip& tip)
    : committed_(tip.header.height), payload_height_(tip.payload_height), own_(tip.executed_roots) {
  for (Height at = tip.header.executed_height; at <= committed_; at = next(at)) {
    VS_ASSERT(own_.contains(at));
  }
}

const ExecutedRoot& ExecutedRoots::root_of_committed() const { return own_.at(committed_); }

std::optional<ExecutedRoot> ExecutedRoots::own(Height height) const {
  const auto found = own_.find(height);
  return found == own_.end() ? std::nullopt : std::optional(found->second);
}

ExecutedAnswer ExecutedRoots::check(const BlockHeader& header) const {
  const auto mine = own(header.executed_height);
  if (!mine) {
    return ExecutedAnswer::Unknown;
  }
  return *mine == header.executed_root ? ExecutedAnswer::Confirmed : ExecutedAnswer::Contradicted;
}

ExecutedAnswer ExecutedRoots::claim(const BlockHeader& header) {
  const ExecutedAnswer answer = check(header);
  if (answer == ExecutedAnswer::Unknown && header.executed_height > committed_) {
    claims_.try_emplace(header.executed_height, header.executed_root);
  }
  return answer;
}

ExecutedAnswer ExecutedRoots::commit(Height height, const ExecutedRoot& root, bool has_payload) {
  VS_ASSERT(height == next(committed_));
  committed_ = height;
  own_[height] = root;
  if (has_payload) {
    payload_height_ = height;
  }
  const auto claimed = claims_.find(height);
  if (claimed == claims_.end()) {
    return ExecutedAnswer::Unknown;
  }
  const bool equal = claimed->second == root;
  claims_.erase(claimed);
  return equal ? ExecutedAnswer::Confirmed : ExecutedAnswer::Contradicted;
}

void ExecutedRoots::forget_below(Height height) {
  const Height keep = std::min(height, committed_);
  own_.erase(own_.begin(), own_.lower_bound(keep));
}

}  // namespace vitalstream::consensus
