#include "node/ground/signing_outage.hpp"

#include <utility>

namespace vitalstream::node {
namespace {

constexpr Duration kLogPeriod = seconds(10);

}  // namespace

std::optional<std::uint64_t> SigningOutage::on_failed(Instant now) {
  ++failed_;
  ++untold_;
  if (told_ && now - *told_ < kLogPeriod) {
    return std::nullopt;
  }
  told_ = now;
  return std::exchange(untold_, 0);
}

std::uint64_t SigningOutage::on_signed() {
  told_.reset();
  untold_ = 0;
  return std::exchange(failed_, 0);
}

}  // namespace vitalstream::node
