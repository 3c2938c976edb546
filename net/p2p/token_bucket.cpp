#include "net/p2p/token_bucket.hpp"

#include <algorithm>

namespace vitalstream::net {

TokenBucket::TokenBucket(TokenRate rate, TimePoint now)
    : rate_(rate), tokens_(rate.burst), refilled_at_(now) {}

bool TokenBucket::take(TimePoint now) {
  const double passed_s = std::chrono::duration<double>(now - refilled_at_).count();
  refilled_at_ = now;
  tokens_ = std::min(rate_.burst, tokens_ + passed_s * rate_.per_s);
  if (tokens_ < 1) {
    return false;
  }
  tokens_ -= 1;
  return true;
}

}  // namespace vitalstream::net
