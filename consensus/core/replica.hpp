#pragma once
// Replica: one validator's part in the agreement on blocks, as a pure state machine (README.md is
// its specification, C1 to C18). `step` is the only way in; effects are carried out in order. This
// is the frame of a step: what it knows lies with its owners, what follows from that with its
// rules, and each input has its receiver. One thread.

#include <optional>

#include "consensus/core/owners.hpp"
#include "consensus/core/receivers.hpp"
#include "consensus/core/recovery.hpp"
#include "consensus/core/rules.hpp"
#include "consensus/core/status.hpp"

namespace vitalstream::consensus {

class Replica {
 public:
  // `payload` must outlive the replica.
  Replica(ReplicaOptions options, const PayloadSource& payload, const Recovered& recovered);
  Replica(const Replica&) = delete;
  Replica& operator=(const Replica&) = delete;

  // Once, before the first step.
  [[nodiscard]] CoreEffects start(const Clock& clock);
  [[nodiscard]] CoreEffects step(const Clock& clock, const CoreInput& input);
  [[nodiscard]] ReplicaStatus status() const;
  // C15: enough others commit to this process until then; for what waited on its way out.
  [[nodiscard]] bool is_committed_to(Instant now) const {
    return owners_.right.is_committed_to(now);
  }
  // C6: where the window of views lies, without the cost of a status.
  [[nodiscard]] ViewWindow window() const;

 private:
  void begin(const Clock& clock);
  void progress();
  [[nodiscard]] CoreEffects finish();
  void write_record();
  void request_wake();
  [[nodiscard]] std::optional<Instant> next_deadline() const;
  // replica_status.cpp
  [[nodiscard]] Progress current_progress() const;

  Owners owners_;
  Rules rules_;
  Receivers receivers_;
  Recovery recovery_;
  std::optional<Instant> wake_at_;  // asked for and not yet come
};

}  // namespace vitalstream::consensus
