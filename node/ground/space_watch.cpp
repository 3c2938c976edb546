#include "node/ground/space_watch.hpp"

#include <sys/statvfs.h>

#include <chrono>
#include <optional>
#include <utility>

namespace vitalstream::node {
namespace {

constexpr std::chrono::seconds kLookInterval{1};

std::optional<SpaceReading> read_space(const std::filesystem::path& place) {
  struct statvfs space {};
  if (::statvfs(place.c_str(), &space) != 0) {
    return std::nullopt;
  }
  return SpaceReading{space.f_blocks * space.f_frsize, space.f_bavail * space.f_frsize};
}

}  // namespace

SpaceWatch::SpaceWatch(Parts parts)
    : parts_(std::move(parts)),
      mark_(parts_.rule),
      had_reserve_(parts_.reserve->is_held()),
      status_(std::make_shared<const SpaceStatus>()) {}

void SpaceWatch::start() {
  thread_.post([this] { look(); });
}

void SpaceWatch::look() {
  if (read()) {
    parts_.on_changed(status());
  }
  care_for_reserve();
  parts_.on_looked();
  look_again_later();
}

// What cannot be read now is read the next time; meanwhile the last reading stands.
bool SpaceWatch::read() {
  const auto reading = read_space(parts_.place);
  if (!reading) {
    return false;
  }
  const bool has_changed = mark_.on_reading(*reading);
  is_low_ = mark_.is_low();
  status_ = std::make_shared<const SpaceStatus>(
      SpaceStatus{*reading, mark_.bytes_of(*reading), mark_.is_low(), parts_.reserve->is_held()});
  return has_changed;
}

void SpaceWatch::care_for_reserve() {
  if (had_reserve_ && !parts_.reserve->is_held()) {
    had_reserve_ = false;
    parts_.on_reserve_released();
  }
  if (!had_reserve_ && !mark_.is_low() && parts_.reserve->restore()) {
    had_reserve_ = true;
    parts_.on_reserve_restored();
  }
}

void SpaceWatch::look_again_later() {
  timer_.expires_after(kLookInterval);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) {
      look();
    }
  });
}

}  // namespace vitalstream::node
