#include "node/ground/rate_meter.hpp"

namespace vitalstream::node {
namespace {

constexpr Duration kSpan = seconds(10);
constexpr std::size_t kLooksMax = 256;

}  // namespace

double RateMeter::look(std::uint64_t count, Instant now) {
  looks_.push_back({now, count});
  while (looks_.size() > 2 && (now - looks_[1].at > kSpan || looks_.size() > kLooksMax)) {
    looks_.pop_front();
  }
  const Duration span = now - looks_.front().at;
  if (span <= Duration{0}) {
    return 0;
  }
  const auto grown = static_cast<double>(count - looks_.front().count);
  return grown * 1e6 / static_cast<double>(span.value());
}

}  // namespace vitalstream::node
