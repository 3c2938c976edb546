#include "consensus/core/entering.hpp"

#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {

void Entering::enter(View view) {
  sees_.view.enter(view, sees_.step.now());
  sees_.step.note_change();
  if (view.value() > kVoteWindowViews) {
    // The window moves even while nothing becomes final.
    const View below{view.value() - kVoteWindowViews - 1};
    sees_.ballot.leave_behind(below);
    sees_.proposals.forget_up_to(below);
  }
}

}  // namespace vitalstream::consensus
