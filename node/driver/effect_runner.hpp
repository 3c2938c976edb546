#pragma once
// EffectRunner: carries out one effect of the engine. One overload per effect; the compiler reports
// a missing one. Runs on the driver's thread.

#include "node/driver/driver.hpp"

namespace vitalstream::node {

// Whether the effect speaks of what must be durable before (C14).
[[nodiscard]] bool speaks(const consensus::Effect& effect);

class EffectRunner {
 public:
  explicit EffectRunner(Driver& driver) : driver_(driver) {}

  void operator()(const consensus::Persist& effect) const;
  void operator()(const consensus::RotateJournal& effect) const;
  void operator()(const consensus::SignVote& effect) const;
  void operator()(const consensus::VerifyProposal& effect) const;
  void operator()(const consensus::VerifyVotes& effect) const;
  void operator()(const consensus::VerifyCertificate& effect) const;
  void operator()(const consensus::VerifyFinalRange& effect) const;
  void operator()(const consensus::VerifyStatement& effect) const;
  void operator()(const consensus::SpeakStatement& effect) const;
  void operator()(const consensus::Broadcast& effect) const;
  void operator()(const consensus::Send& effect) const;
  void operator()(const consensus::AnswerFromStore& effect) const;
  void operator()(const consensus::Deliver& effect) const;
  void operator()(const consensus::ReportEvidence& effect) const;
  void operator()(const consensus::CutPeer& effect) const;
  void operator()(const consensus::WakeAt& effect) const;
  void operator()(const consensus::Alarm& effect) const;
  void operator()(const consensus::Halt& effect) const;
  void operator()(const consensus::Admitted& effect) const;
  void operator()(const consensus::RefusedBusy& effect) const;
  void operator()(const consensus::ForgetTransactions& effect) const;
  void operator()(const consensus::SealBatch& effect) const;
  void operator()(const consensus::VerifyBatch& effect) const;
  void operator()(const consensus::DropBatch& effect) const;
  void operator()(const consensus::BroadcastBatch& effect) const;
  void operator()(const consensus::SendBatches& effect) const;
  void operator()(const consensus::SendWatermarks& effect) const;
  void operator()(const consensus::RequestBatches& effect) const;
  void operator()(const consensus::ForgetBatches& effect) const;
  void operator()(const consensus::RenewIncarnation& effect) const;

 private:
  [[nodiscard]] consensus::ValidatorId id_of(consensus::ValidatorIndex index) const;
  void run_in_pool(VerifyPool::Priority priority, WorkSender sender, VerifyPool::Job job) const;

  Driver& driver_;
};

}  // namespace vitalstream::node
