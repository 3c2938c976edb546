#include "node/ground/descriptor_watch.hpp"

#include <dirent.h>
#include <sys/resource.h>

#include <cerrno>
#include <optional>

#include "node/ground/limits.hpp"

namespace vitalstream::node {
namespace {

// Nothing if it cannot be counted now.
std::optional<DescriptorReading> count_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return std::nullopt;
  }
  DIR* const directory = ::opendir("/proc/self/fd");
  if (directory == nullptr) {
    // For want of the very descriptor that counting takes, all are in use.
    return errno == EMFILE ? std::optional(DescriptorReading{limit.rlim_cur, limit.rlim_cur})
                           : std::nullopt;
  }
  std::uint64_t names = 0;
  while (::readdir(directory) != nullptr) {
    ++names;
  }
  ::closedir(directory);
  // The two names of every directory, and the one that was open for counting.
  constexpr std::uint64_t kNotOpen = 3;
  return DescriptorReading{names < kNotOpen ? 0 : names - kNotOpen, limit.rlim_cur};
}

}  // namespace

bool DescriptorMark::on_reading(const DescriptorReading& reading) {
  const std::uint64_t spared = is_low_ ? 2 * kDescriptorsSpared : kDescriptorsSpared;
  const bool is_low_now = reading.open + spared > reading.open_max;
  const bool has_changed = is_low_now != is_low_;
  is_low_ = is_low_now;
  return has_changed;
}

std::string low_descriptor_words(const DescriptorReading& reading) {
  return std::to_string(reading.open) + " of " + std::to_string(reading.open_max) +
         " file descriptors are in use: applications are turned away, so that the database finds "
         "one; raise the limit of open files, or find out who holds them (ls -l /proc/PID/fd)";
}

void DescriptorWatch::look() {
  const auto counted = count_descriptors();
  if (!counted) {
    return;
  }
  open_ = counted->open;
  open_max_ = counted->open_max;
  if (mark_.on_reading(*counted)) {
    on_changed_(mark_.is_low(), *counted);
  }
}

DescriptorReading DescriptorWatch::reading() const { return {open_, open_max_}; }

}  // namespace vitalstream::node
