#include "net/p2p/misbehaviour_pause.hpp"

#include <algorithm>

namespace vitalstream::net {

void MisbehaviourPause::on_cut(Time now) {
  const bool is_first = length_.count() == 0 || now - ends_ >= limits_.forgotten_after;
  length_ = is_first ? limits_.least : std::min(2 * length_, limits_.most);
  ends_ = now + length_;
}

std::chrono::milliseconds MisbehaviourPause::left(Time now) const {
  if (now >= ends_) {
    return std::chrono::milliseconds{0};
  }
  return std::chrono::ceil<std::chrono::milliseconds>(ends_ - now);
}

}  // namespace vitalstream::net
