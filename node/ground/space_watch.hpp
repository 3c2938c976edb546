#pragma once
// SpaceWatch: looks every second how much room the data directory's file system has. Below the
// low-water mark it says so, once, and says when it is over; in between the node admits and seals
// nothing, and votes on. It also restores the reserve of the safety record when there is room. Asks
// the file system on a thread of its own, since that may be away; the rest may be called from any.

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <functional>
#include <memory>

#include "node/ground/low_water_mark.hpp"
#include "node/ground/serial_thread.hpp"
#include "storage/files/space_reserve.hpp"

namespace vitalstream::node {

class SpaceWatch {
 public:
  struct Parts {
    std::filesystem::path place;
    FreeSpaceRule rule;
    storage::SpaceReserve* reserve = nullptr;
    // On the watch's thread.
    std::function<void(const SpaceStatus&)> on_changed;  // `is_low` has
    std::function<void()> on_reserve_released;
    std::function<void()> on_reserve_restored;
    // Each time it has looked: what else is to be looked at every second.
    std::function<void()> on_looked;
  };

  explicit SpaceWatch(Parts parts);
  SpaceWatch(const SpaceWatch&) = delete;
  SpaceWatch& operator=(const SpaceWatch&) = delete;
  ~SpaceWatch() { finish(); }
  // From here on it looks.
  void start();
  void finish() { thread_.stop(); }

  [[nodiscard]] bool is_low() const { return is_low_; }
  [[nodiscard]] SpaceStatus status() const { return *status_.load(); }

 private:
  void look();
  void look_again_later();
  void care_for_reserve();
  [[nodiscard]] bool read();

  const Parts parts_;
  LowWaterMark mark_;
  bool had_reserve_ = false;
  std::atomic<bool> is_low_{false};
  std::atomic<std::shared_ptr<const SpaceStatus>> status_;
  SerialThread thread_{QueueId::Watch};
  boost::asio::steady_timer timer_{thread_.context()};
};

}  // namespace vitalstream::node
