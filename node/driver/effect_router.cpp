#include "node/driver/effect_router.hpp"

#include <utility>
#include <variant>

#include "node/ground/wall_clock.hpp"

namespace vitalstream::node {
namespace {

std::vector<Bytes> encode(const std::vector<consensus::JournalRecord>& records) {
  std::vector<Bytes> encoded;
  encoded.reserve(records.size());
  for (const consensus::JournalRecord& record : records) {
    ByteWriter writer;
    consensus::write_journal_record(writer, record);
    encoded.push_back(writer.take());
  }
  return encoded;
}

}  // namespace

bool speaks(const consensus::Effect& effect) {
  return std::holds_alternative<consensus::SignVote>(effect) ||
         std::holds_alternative<consensus::SpeakStatement>(effect) ||
         std::holds_alternative<consensus::Broadcast>(effect) ||
         std::holds_alternative<consensus::Send>(effect) ||
         std::holds_alternative<consensus::Deliver>(effect);
}

// Who receives what: one line for each effect; the compiler reports one that is missing.
struct EffectRouter::Table {
  EffectRouter& own;
  const EngineReceivers& to = own.to_;

  void operator()(const consensus::Persist& effect) const {
    to.record.persist(own.gate_.close(), encode(effect.records));
  }
  void operator()(const consensus::RotateJournal& effect) const {
    to.record.rotate(own.gate_.close(), encode(effect.records));
  }
  void operator()(const consensus::SignVote& effect) const { to.votes.sign(effect.subject); }
  void operator()(const consensus::VerifyProposal& effect) const { own.checks_.check(effect); }
  void operator()(const consensus::VerifyVotes& effect) const { own.checks_.check(effect); }
  void operator()(const consensus::VerifyCertificate& effect) const { own.checks_.check(effect); }
  void operator()(const consensus::VerifyFinalRange& effect) const { own.checks_.check(effect); }
  void operator()(const consensus::VerifyStatement& effect) const { own.checks_.check(effect); }
  void operator()(const consensus::Broadcast& effect) const {
    if (const auto* proposal = std::get_if<consensus::Proposal>(&effect.message)) {
      own.note_proposal(proposal->vote.subject, read_clock());
    }
    own.voice_.say(effect);
  }
  void operator()(const consensus::Send& effect) const { own.voice_.say(effect); }
  void operator()(const consensus::SpeakStatement& effect) const { own.voice_.say(effect); }
  void operator()(const consensus::BroadcastBatch& effect) const { own.voice_.say(effect); }
  void operator()(const consensus::SendWatermarks& effect) const { own.voice_.say(effect); }
  void operator()(const consensus::RequestBatches& effect) const { own.voice_.say(effect); }
  void operator()(const consensus::CutPeer& effect) const { own.voice_.cut(effect); }
  void operator()(const consensus::AnswerFromStore& effect) const { to.store.answer(effect); }
  // Copying megabytes for whoever asks is no work of this thread.
  void operator()(const consensus::SendBatches& effect) const {
    to.store.send_batches(effect.to, own.batches_.wanted(effect));
  }
  void operator()(const consensus::Deliver& effect) const {
    to.commits.deliver(
        {effect, own.batches_.take_out(effect.block), own.proposal_times_.take(effect)});
  }
  void operator()(const consensus::CloseBatch& effect) const { own.batches_.close(effect); }
  void operator()(const consensus::VerifyBatch& effect) const { own.batches_.verify(effect); }
  void operator()(const consensus::DropBatch& effect) const { own.batches_.drop(effect); }
  void operator()(const consensus::ForgetBatches& effect) const { own.batches_.forget(effect); }
  void operator()(const consensus::ForgetTransactions& effect) const {
    own.batches_.forget(effect);
  }
  void operator()(const consensus::Admitted& effect) const {
    to.submissions.admitted(effect.handle);
  }
  void operator()(const consensus::RefusedBusy& effect) const {
    own.batches_.forget(effect.handle);
    to.submissions.refused_busy(effect.handle, effect.retry_after);
  }
  void operator()(const consensus::RenewIncarnation& effect) const {
    if (effect.reason == consensus::RenewalReason::Untaken) {
      to.operators.alarm(
          "the peers do not take this validator's batches: its lane is begun anew, and what has "
          "not become final is closed again");
    }
    to.lane_key.renew(effect.greater_than);
  }
  void operator()(const consensus::ReportEvidence& effect) const {
    to.operators.evidence(effect.evidence);
  }
  void operator()(const consensus::Alarm& effect) const { to.operators.alarm(effect.text); }
  void operator()(const consensus::Halt& effect) const { to.operators.halt(effect); }
  void operator()(const consensus::WakeAt& effect) const { own.wake_at_ = effect.when; }
};

EffectRouter::EffectRouter(const EngineReceivers& receivers, EngineDesk& desk,
                           const IntakeContext& context, BatchDesk& batches,
                           std::shared_ptr<const BatchMaker> process)
    : to_(receivers),
      batches_(batches),
      checks_(receivers.pool, desk, context),
      voice_(receivers.peers, context, batches.cache(), std::move(process)) {}

void EffectRouter::route(consensus::Effects effects) {
  for (consensus::Effect& effect : effects) {
    if (!speaks(effect) || !gate_.hold(effect)) {
      carry_out(effect);
    }
  }
  stats_of(QueueId::EffectGate).set_waiting(gate_.held());
}

std::vector<consensus::Effect> EffectRouter::open(EffectGate::Ticket durable) {
  auto freed = gate_.open(durable);
  stats_of(QueueId::EffectGate).set_waiting(gate_.held());
  return freed;
}

void EffectRouter::carry_out(const consensus::Effect& effect) { std::visit(Table{*this}, effect); }

}  // namespace vitalstream::node
