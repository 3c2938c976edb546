// C5: shutdown begins. From now on every own view is nullified at once (Replica::try_propose),
// and once the last vote is signed this process says that it is over (C15).
#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const Drain&) {
  if (!draining_) {
    draining_ = true;
    drain_deadline_ = clock_.now + options_.parameters.retry * kLastVotesRetries;
  }
}

}  // namespace vitalstream::consensus
