#pragma once
// Driver: the one thread on which the consensus engine runs. It takes what was left at the desk,
// one after the other; the engine answers with ordered effects, and the router carries them out.
// Nothing here blocks but for the wait at the desk.

#include <memory>
#include <vector>

#include "consensus/engine/engine.hpp"
#include "node/driver/batch_desk.hpp"
#include "node/driver/effect_router.hpp"
#include "node/driver/engine_desk.hpp"
#include "node/driver/receivers.hpp"
#include "node/ground/serial_thread.hpp"

namespace vitalstream::node {

class Driver {
 public:
  struct Parts {
    std::unique_ptr<consensus::Engine> engine;
    IntakeContext context;
    // The key of this process, and until it is renewed that of its lane; null for an observer.
    std::shared_ptr<const BatchMaker> maker;
    EngineDesk& desk;
    EngineReceivers receivers;
  };

  // Jobs of the pool refer to the driver: the pool is stopped before it is destroyed.
  explicit Driver(Parts parts);
  ~Driver() { stop(); }
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  // Once.
  void start();
  // Closes the desk, and waits until what was taken from it before has been heard. Idempotent.
  void stop();

 private:
  struct Hearing;

  void run();
  void feed(const consensus::Input& input);
  void on_durable(EffectGate::Ticket ticket);
  void answer(StatusAsked& asked);
  void route(consensus::Effects effects);
  void publish_status(Instant now);

  const IntakeContext context_;
  const std::unique_ptr<consensus::Engine> engine_;
  EngineDesk& desk_;
  BatchDesk batches_;
  EffectRouter router_;
  Instant status_published_{};
  SerialThread thread_{QueueId::Consensus};
};

}  // namespace vitalstream::node
