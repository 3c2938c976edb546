#pragma once
// PeerActivity: when each validator was last heard, to pass over a leader that is dead (C11).
// Silence counts only while a quorum was active throughout, so that an idle network, or the cut-off
// side of a partition, blames nobody.

#include <optional>
#include <vector>

#include "base/time.hpp"
#include "consensus/types/validator_set.hpp"

namespace vitalstream::consensus {

class PeerActivity {
 public:
  PeerActivity(std::size_t validators, Duration window);

  void start(Instant now);
  void heard(ValidatorIndex validator, Instant now);
  [[nodiscard]] bool is_silent(ValidatorIndex validator, Instant now) const;
  // C11: `leader` has been silent longer than the window while `quorum` validators, among them the
  // one who asks, were active throughout.
  [[nodiscard]] bool may_skip(ValidatorIndex leader, std::size_t quorum, Instant now) const;
  [[nodiscard]] std::vector<Instant> last_heard() const;

 private:
  struct Activity {
    Instant last;
    // Since when no pause was longer than half a window; nothing before the first message.
    std::optional<Instant> since;
  };

  [[nodiscard]] bool is_active_throughout(const Activity& activity, Instant now) const;

  Duration window_;
  std::vector<Activity> validators_;
};

}  // namespace vitalstream::consensus
