#pragma once
// Pacing: the estimate of Delta, the bound on a message (C18), from how long the views of each
// leader take. The slowest f count for nothing: a liar that proposes as late as it may moves only
// its own time, or it could take the network to the cap. Owned by Replica.

#include <cstdint>
#include <vector>

#include "base/time.hpp"
#include "consensus/types/ids.hpp"

namespace vitalstream::consensus {

class Pacing {
 public:
  struct Bounds {
    Duration floor;
    Duration cap;
  };
  Pacing(Bounds bounds, std::size_t validators, std::size_t faulty_max);

  [[nodiscard]] Duration delta() const;
  // By index.
  [[nodiscard]] const std::vector<Duration>& typical() const { return typical_; }

  // How long a view of this leader took from the start of its timers to certification.
  void on_certified(ValidatorIndex leader, Duration sample);
  // Only nullified views of active leaders say anything about the network.
  void on_nullified(ValidatorIndex leader, bool was_active);
  void on_finalized();

 private:
  void add(ValidatorIndex leader, Duration sample);

  Bounds bounds_;
  std::size_t faulty_max_;
  std::vector<Duration> typical_;
  Duration as_slow_as_an_honest_one_{0};  // the (f+1)-th largest of them
  std::uint32_t doublings_ = 0;
};

}  // namespace vitalstream::consensus
