#pragma once
// Engine: replica and lanes behind one `step`. What the node and the simulator run, on one thread.
// It only routes: verified batches go to the lanes and wake the replica, delivered blocks move the
// lanes on, missing payload is fetched, one WakeAt stands for both. On Drain it first stops
// admitting, then waits until the own lane is final (or the patience is over), then lets the
// replica hand its view over (C5).

#include <memory>
#include <optional>

#include "consensus/core/replica.hpp"
#include "consensus/engine/effect.hpp"
#include "consensus/engine/input.hpp"
#include "consensus/engine/lanes_payload.hpp"
#include "consensus/lanes/lanes.hpp"

namespace vitalstream::consensus {

// How long a draining engine waits for its own lane to become final.
inline constexpr Duration kDrainPatience = seconds(5);

struct EngineOptions {
  ReplicaOptions replica;
  LanesOptions lanes;
};

struct EngineStart {
  Recovered replica;
  LanesStart lanes;
};

struct EngineStatus {
  ReplicaStatus replica;
  LanesStatus lanes;
  bool drained = false;  // after Drain: the process may end
};

class Engine {
 public:
  Engine(EngineOptions options, EngineStart start);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Once, before the first step.
  [[nodiscard]] Effects start(const Clock& clock);
  [[nodiscard]] Effects step(const Clock& clock, const Input& input);
  [[nodiscard]] EngineStatus status() const;
  [[nodiscard]] ViewWindow window() const { return replica_.window(); }
  // C15: what was held back for the disk may have outlived the right to say it. Such a vote stays
  // cast, and is said again once the right is back.
  [[nodiscard]] bool may_still_say(Instant now, const Effect& effect) const;

 private:
  template <class One>
  void route(const Clock& clock, const One& input, Effects& effects);
  void on_drain(const Clock& clock, Effects& effects);
  void feed_replica(const Clock& clock, const CoreInput& input, Effects& effects);
  void feed_lanes(const Clock& clock, const LanesInput& input, Effects& effects);
  void append(const Clock& clock, CoreEffects&& from, Effects& effects);
  void take(const Clock& clock, Deliver&& deliver, Effects& effects);
  void take(const Clock& clock, const FetchBatches& fetch);
  void finish(const Clock& clock, Effects& effects);

  Lanes lanes_;
  LanesPayload payload_;
  Replica replica_;
  std::optional<Instant> replica_wake_;
  std::optional<Instant> asked_wake_;
  std::optional<Instant> drain_deadline_;
  bool handed_over_ = false;
};

}  // namespace vitalstream::consensus
