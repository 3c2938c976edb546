#pragma once
// StateNeed: between the commit thread, where a block may need a page of the state that is damaged,
// and whoever makes the state anew while the node runs. Made before both. Any thread.

#include <atomic>

namespace vitalstream::node {

class StateNeed {
 public:
  // The commit thread. True if the state is made anew: the block is to be tried again after the
  // next CommitPipeline::between_blocks.
  [[nodiscard]] bool wait() {
    if (!is_cared_for_) {
      return false;
    }
    is_wanted_ = true;
    return true;
  }

  // Of whoever makes it anew: from when on, and until when.
  void care(bool cares) { is_cared_for_ = cares; }
  [[nodiscard]] bool is_cared_for() const { return is_cared_for_; }
  [[nodiscard]] bool is_wanted() const { return is_wanted_; }
  void meet() { is_wanted_ = false; }

 private:
  std::atomic<bool> is_cared_for_{false};
  std::atomic<bool> is_wanted_{false};
};

}  // namespace vitalstream::node
