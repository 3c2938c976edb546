// C1: a replica moves forward only.
#include "base/assert.hpp"
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
}

}  // namespace vitalstream::consensus
