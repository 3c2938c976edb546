#pragma once
// ViewTimers: the two deadlines of the current view (C2, C11). They run from the moment at which
// there is both a view and work; CurrentView is told when that is.

#include <optional>

#include "base/time.hpp"

namespace vitalstream::consensus {

class ViewTimers {
 public:
  void enter(Instant now);
  // Starts the timers when work appears and stops them when none is left.
  void set_work(bool has_work, Instant now, Duration delta);

  [[nodiscard]] Instant entered() const { return entered_; }
  [[nodiscard]] std::optional<Instant> working_since() const { return working_since_; }
  // C18 gives Delta: the leader has two, certification three.
  [[nodiscard]] std::optional<Instant> leader_deadline() const;
  [[nodiscard]] std::optional<Instant> certification_deadline() const;

 private:
  Instant entered_;
  std::optional<Instant> working_since_;
  Duration delta_;
};

}  // namespace vitalstream::consensus
