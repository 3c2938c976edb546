#pragma once
// DescriptorWatch: how many file descriptors are open, and when nearly all are: then the RPC gives
// way, before the database or the safety record finds none. The sum at start sees to it that this
// does not come of load; what is left is a leak, ours or a library's, and a limit that was lowered.
// `look` from one thread at a time, the rest from any.

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace vitalstream::node {

struct DescriptorReading {
  std::uint64_t open = 0;
  std::uint64_t open_max = 0;  // the soft limit
};

// Between giving way and taking in again lies as much again, so that it does not flutter. Pure.
class DescriptorMark {
 public:
  // True if `is_low` has changed by it.
  [[nodiscard]] bool on_reading(const DescriptorReading& reading);
  [[nodiscard]] bool is_low() const { return is_low_; }

 private:
  bool is_low_ = false;
};

[[nodiscard]] std::string low_descriptor_words(const DescriptorReading& reading);

class DescriptorWatch {
 public:
  using OnChanged = std::function<void(bool is_low, const DescriptorReading& reading)>;

  explicit DescriptorWatch(OnChanged on_changed) : on_changed_(std::move(on_changed)) {}

  void look();
  [[nodiscard]] DescriptorReading reading() const;

 private:
  OnChanged on_changed_;
  DescriptorMark mark_;
  std::atomic<std::uint64_t> open_{0};
  std::atomic<std::uint64_t> open_max_{0};
};

}  // namespace vitalstream::node
