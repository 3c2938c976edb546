// C1: a replica moves forward only.
#include "base/assert.hpp"
#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::enter(View view) {
  VS_ASSERT(view > view_);
  view_ = view;
  timers_.enter(clock_.now);
  nullified_at_.reset();
  report_at_.reset();
  proposal_ripe_at_.reset();
  changed_ = true;
  if (view.value() > kVoteWindowViews) {
    // C16: the window moves even while nothing becomes final.
    const View below{view.value() - kVoteWindowViews - 1};
    votes_.forget_up_to(below);
    std::erase_if(proposals_, [&](const auto& entry) { return entry.first <= below; });
  }
}

}  // namespace vitalstream::consensus
