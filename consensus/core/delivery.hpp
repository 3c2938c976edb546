#pragma once
// Delivery: final blocks go to execution in height order (C13, E1). A final chain that contradicts
// itself, its data or the own execution halts, because more than f are faulty (S11).

#include "consensus/core/certificate_store.hpp"
#include "consensus/core/chain.hpp"
#include "consensus/core/fetches.hpp"
#include "consensus/core/proposals.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class Delivery {
 public:
  struct Sees {
    const CertificateStore& certificates;
    const Proposals& proposals;
    Chain& chain;
    Step& step;
    SafetyRecord& record;
    RightToSign& right;
    Fetches& fetches;
  };
  explicit Delivery(const Sees& sees) : sees_(sees) {}

  // Which blocks are final by the newest finalization.
  void link();
  // As many as are held and as execution may be behind.
  void deliver();

 private:
  [[nodiscard]] bool deliver_next();
  [[nodiscard]] bool is_deliverable(const Block& block, const BlockDigest& digest);
  void prefetch_batches();
  void collect_garbage();

  const Sees sees_;
  View floor_collected_;  // the floor when garbage was last collected
};

}  // namespace vitalstream::consensus
