#pragma once
// LowWaterMark: when the disk is nearly full, and when it no more is. Between the two lies a fifth
// of the mark, so that a disk at the mark does not open and shut the door each second. Pure.

#include <cstdint>
#include <string>

namespace vitalstream::node {

struct FreeSpaceRule {
  std::uint64_t percent_min = 0;  // of the file system's size
  std::uint64_t bytes_min = 0;
};

struct SpaceReading {
  std::uint64_t total_bytes = 0;
  std::uint64_t free_bytes = 0;  // for whom the process runs as
};

class LowWaterMark {
 public:
  explicit LowWaterMark(const FreeSpaceRule& rule) : rule_(rule) {}

  // True if `is_low` has changed by it.
  [[nodiscard]] bool on_reading(const SpaceReading& reading);
  [[nodiscard]] bool is_low() const { return is_low_; }
  // Below this the disk is nearly full: the larger of the two.
  [[nodiscard]] std::uint64_t bytes_of(const SpaceReading& reading) const;

 private:
  FreeSpaceRule rule_;
  bool is_low_ = false;
};

struct SpaceStatus {
  SpaceReading reading;
  std::uint64_t mark_bytes = 0;
  bool is_low = false;
  bool has_reserve = false;
};

// What an operator reads while it is low: how much is free, what follows, what to do.
[[nodiscard]] std::string low_space_words(const SpaceStatus& status);

}  // namespace vitalstream::node
