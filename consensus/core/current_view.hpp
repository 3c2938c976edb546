#pragma once
// CurrentView: the view that this replica is in and what it waits for there: its two timers, the
// own nullify vote, the next stuck report (C12), a proposal that came too early (C7). Owned by
// Replica.

#include <optional>

#include "base/time.hpp"
#include "consensus/core/view_timers.hpp"
#include "consensus/types/ids.hpp"

namespace vitalstream::consensus {

// C6, C16: where the current view lies and what is behind it: what is of no use outside is dropped
// before it costs anything.
struct ViewWindow {
  View view;
  View floor;
  // Above the floor, and not far from the current view.
  [[nodiscard]] bool contains(View other) const;
};

class CurrentView {
 public:
  // After a restart, before the start: the view that it was in.
  void resume(View number) { number_ = number; }
  void start(Instant now);
  // C1: forward only.
  void enter(View number, Instant now);

  [[nodiscard]] View number() const { return number_; }
  [[nodiscard]] ViewWindow window(View floor) const { return {number_, floor}; }
  [[nodiscard]] Instant entered() const { return timers_.entered(); }
  [[nodiscard]] Duration lasts(Instant now) const { return now - timers_.entered(); }

  // C2: they run while there is work.
  void set_work(bool has_work, Instant now, Duration delta) {
    timers_.set_work(has_work, now, delta);
  }
  [[nodiscard]] const ViewTimers& timers() const { return timers_; }
  // C2: the heartbeat counts from the last change of the tip.
  void note_tip(Instant now) { tip_changed_at_ = now; }
  [[nodiscard]] Instant tip_changed_at() const { return tip_changed_at_; }

  // The own nullify vote of it was cast.
  void note_nullified(Instant now) { nullified_at_ = now; }
  [[nodiscard]] const std::optional<Instant>& nullified_at() const { return nullified_at_; }

  // C12.
  void report_again_at(Instant when) { report_at_ = when; }
  [[nodiscard]] const std::optional<Instant>& report_at() const { return report_at_; }

  // C7: when the timestamp of its proposal is no longer too early.
  void ripens_at(Instant when) { ripe_at_ = when; }
  [[nodiscard]] const std::optional<Instant>& ripe_at() const { return ripe_at_; }

 private:
  View number_;
  ViewTimers timers_;
  Instant tip_changed_at_;
  std::optional<Instant> nullified_at_;
  std::optional<Instant> report_at_;
  std::optional<Instant> ripe_at_;
};

}  // namespace vitalstream::consensus
