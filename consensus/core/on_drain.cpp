// C5: shutdown begins. From now on every own view is nullified at once (Replica::try_propose).
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const Drain&) { draining_ = true; }

}  // namespace vitalstream::consensus
