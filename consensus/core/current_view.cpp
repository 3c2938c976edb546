#include "consensus/core/current_view.hpp"

#include "base/assert.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {

bool ViewWindow::contains(View other) const {
  return other > floor && other.value() <= view.value() + kVoteWindowViews &&
         other.value() + kVoteWindowViews >= view.value();
}

void CurrentView::start(Instant now) {
  timers_.enter(now);
  tip_changed_at_ = now;
}

void CurrentView::enter(View number, Instant now) {
  VS_ASSERT(number > number_);
  number_ = number;
  timers_.enter(now);
  nullified_at_.reset();
  report_at_.reset();
  ripe_at_.reset();
}

}  // namespace vitalstream::consensus
