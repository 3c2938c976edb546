#pragma once
// EffectRouter: the one way of the engine's effects: what speaks waits for what must be durable
// (C14), and each effect goes to the one who receives it. The driver's thread.

#include <memory>
#include <optional>
#include <vector>

#include "node/driver/batch_desk.hpp"
#include "node/driver/effect_gate.hpp"
#include "node/driver/peer_voice.hpp"
#include "node/driver/proposal_times.hpp"
#include "node/driver/receivers.hpp"
#include "node/driver/signature_checks.hpp"

namespace vitalstream::node {

// Whether the effect speaks of what must be durable before (C14).
[[nodiscard]] bool speaks(const consensus::Effect& effect);

class EffectRouter {
 public:
  // All but the process's key outlive the router; `process` as PeerVoice has it.
  EffectRouter(const EngineReceivers& receivers, EngineDesk& desk, const IntakeContext& context,
               BatchDesk& batches, std::shared_ptr<const BatchMaker> process);

  // In the engine's order.
  void route(consensus::Effects effects);
  // Up to this ticket all is durable: what waited for it and is no more held back.
  [[nodiscard]] std::vector<consensus::Effect> open(EffectGate::Ticket durable);
  void carry_out(const consensus::Effect& effect);

  [[nodiscard]] std::size_t held() const { return gate_.held(); }
  // A proposal of another one is known to be its leader's.
  void note_proposal(const consensus::VoteSubject& proposed, const consensus::Clock& clock) {
    proposal_times_.note(proposed, clock);
  }
  // When the engine wants to be woken; once.
  [[nodiscard]] std::optional<Instant> wake_at() const { return wake_at_; }
  void on_woken() { wake_at_.reset(); }

 private:
  struct Table;

  const EngineReceivers to_;
  BatchDesk& batches_;
  SignatureChecks checks_;
  PeerVoice voice_;
  EffectGate gate_;
  ProposalTimes proposal_times_;
  std::optional<Instant> wake_at_;
};

}  // namespace vitalstream::node
