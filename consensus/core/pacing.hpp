#pragma once
// Pacing: the estimate of Delta, the bound on a message (C18). Owned by Replica.

#include <cstdint>

#include "base/time.hpp"

namespace vitalstream::consensus {

class Pacing {
 public:
  Pacing(Duration floor, Duration cap) : floor_(floor), cap_(cap) {}

  [[nodiscard]] Duration delta() const;

  // How long a view took from the start of its timers to certification.
  void on_quorum(Duration sample);
  // Only nullified views of active leaders say anything about the network.
  void on_nullified(bool leader_was_active);
  void on_finalized();

 private:
  Duration floor_;
  Duration cap_;
  Duration typical_{0};
  std::uint32_t doublings_ = 0;
};

}  // namespace vitalstream::consensus
