#pragma once
// SignatureChecks: what peers have signed, checked by the pool; the verdict comes back to the desk.
// The engine has no more under way for one peer than the pool takes of it (limits.hpp), so that
// only a pool that stops refuses. Never done here instead: the driver's thread, which calls,
// answers everybody.

#include "node/batches/batch_intake.hpp"
#include "node/driver/engine_desk.hpp"
#include "node/ground/verify_pool.hpp"

namespace vitalstream::node {

class SignatureChecks {
 public:
  // All outlive the jobs of the pool.
  SignatureChecks(VerifyPool& pool, EngineDesk& desk, const IntakeContext& context)
      : pool_(pool), desk_(desk), context_(context) {}

  void check(const consensus::VerifyProposal& effect);
  void check(const consensus::VerifyVotes& effect);
  void check(const consensus::VerifyCertificate& effect);
  void check(const consensus::VerifyFinalRange& effect);
  void check(const consensus::VerifyStatement& effect);

 private:
  // `judge` yields the input that the engine is to hear.
  template <class Judge>
  void post(WorkSender sender, Judge judge);

  VerifyPool& pool_;
  EngineDesk& desk_;
  const IntakeContext& context_;
};

}  // namespace vitalstream::node
