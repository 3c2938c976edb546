#include "node/stores/key_rotation.hpp"

#include <utility>

#include "node/ground/wall_clock.hpp"

namespace vitalstream::node {
namespace {

constexpr std::chrono::hours kLookInterval{1};
constexpr std::uint64_t kMsPerDay = 24ULL * 60 * 60 * 1000;

}  // namespace

bool is_due(UnixMs created, UnixMs now, std::uint64_t days_max) {
  if (days_max == 0 || now <= created) {
    return false;
  }
  return static_cast<std::uint64_t>(now.value() - created.value()) / kMsPerDay >= days_max;
}

KeyRotation::KeyRotation(Parts parts) : parts_(std::move(parts)) {
  thread_.post([this] { look(); });
}

void KeyRotation::look() {
  const UnixMs now = read_clock().wall;
  if (is_due(parts_.keyring->generations().back().created, now, parts_.days_max)) {
    const auto added = parts_.keyring->add_generation(*parts_.provider, now);
    if (added) {
      parts_.on_rotated(parts_.keyring->active().generation);
    } else {
      parts_.on_failed(added.error());
    }
  }
  timer_.expires_after(kLookInterval);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) {
      look();
    }
  });
}

}  // namespace vitalstream::node
