#pragma once
// Process: one validator of the simulation: the real engine, and around it what node does in
// production: it carries effects out in order, syncs before speaking, verifies, closes, executes.
// It may crash between any two effects, freeze, restart from its disk, or lose the disk.

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "consensus/types/remembering_checker.hpp"
#include "tests/sim/actor.hpp"
#include "tests/sim/disk.hpp"
#include "tests/sim/environment.hpp"
#include "tests/sim/vote_key.hpp"

namespace vitalstream::sim {

// So few that a run forgets often.
inline constexpr std::size_t kRememberedSignatures = 64;

class Process {
 public:
  Process(Environment& environment, ProcessId id, consensus::ValidatorIndex index, Prng prng);

  void boot();
  void crash();
  // Crashes just before the effect that comes after so many others.
  void crash_after(std::uint64_t effects) { effects_left_ = effects; }
  // A Byzantine one that is told of its own votes by certificates halts and does not care: it goes
  // on at once, and its peers notice nothing.
  void shrug_off();
  // It finds a copy of the other's disk, as that one would find it after a crash.
  void take_disk(const Disk& other);
  void freeze_until(Instant until) { frozen_until_ = until; }
  // C15: the next boot finds an empty disk and what an operator's command has put there.
  void lose_disk(NewDisk command = NewDisk::LostRecord);
  void set_actor(std::unique_ptr<Actor> actor) { actor_ = std::move(actor); }
  // From now on the actor leaves everything as it is; the process still counts as Byzantine.
  void reform() { reformed_ = true; }
  // Its votes are signed by delegation from now on; without this, by its validator's key.
  void delegate_votes(std::uint64_t views_ahead) { vote_key_.delegate(views_ahead); }
  // From the next boot on. One that has other terms than the rest breaks the rules of the lanes.
  void set_lane(const consensus::LaneParameters& lane) { lane_parameters_ = lane; }
  void set_clock_skew(std::int64_t ms) { skew_ms_ = ms; }
  void never_crash() { effects_left_.reset(); }
  void drain() { feed(consensus::Drain{}); }

  void connect(ProcessId peer, consensus::ValidatorIndex index);
  void disconnect(ProcessId peer, consensus::ValidatorIndex index);
  void receive(ProcessId from, const PacketPtr& packet);
  void submit(TxId tx);

  [[nodiscard]] ProcessId id() const { return id_; }
  [[nodiscard]] consensus::ValidatorIndex index() const { return index_; }
  [[nodiscard]] bool is_running() const { return engine_ != nullptr; }
  [[nodiscard]] bool is_byzantine() const { return actor_ != nullptr; }
  [[nodiscard]] bool is_connected_to(ProcessId peer) const { return connected_.contains(peer); }
  [[nodiscard]] const Actor* actor() const { return actor_.get(); }
  [[nodiscard]] bool votes_beside_its_record() const;
  [[nodiscard]] const Disk& disk() const { return disk_; }
  [[nodiscard]] consensus::EngineStatus status() const { return engine_->status(); }
  [[nodiscard]] std::uint64_t delegations() const { return vote_key_.delegations(); }

 private:
  struct Gated {
    std::uint64_t after_sync = 0;
    consensus::Effect effect;
  };

  void end_run();
  void feed(const consensus::Input& input);
  void later(Duration delay, EventQueue::Action action);
  void carry_out(consensus::Effects&& effects);
  void speak(consensus::Effect&& effect);
  void perform(consensus::Effect& effect);
  void say_late(consensus::Effect&& effect);

  // One for each effect (effects.cpp).
  void on(const consensus::Persist& effect);
  void on(const consensus::RotateJournal& effect);
  void on(const consensus::SignVote& effect);
  void on(const consensus::VerifyProposal& effect);
  void on(const consensus::VerifyVotes& effect);
  void on(const consensus::VerifyFinalRange& effect);
  void on(const consensus::VerifyCertificate& effect);
  void on(const consensus::VerifyStatement& effect);
  void on(const consensus::SpeakStatement& effect);
  void on(const consensus::Broadcast& effect);
  void on(const consensus::Send& effect);
  void on(const consensus::AnswerFromStore& effect);
  void on(const consensus::Deliver& effect);
  void on(const consensus::ReportEvidence& effect);
  void on(const consensus::CutPeer& effect);
  void on(const consensus::WakeAt& effect);
  void on(const consensus::Alarm& effect);
  void on(const consensus::Halt& effect);
  void on(const consensus::Admitted& effect);
  void on(const consensus::RefusedBusy& effect);
  void on(const consensus::ForgetTransactions& effect);
  void on(const consensus::CloseBatch& effect);
  void on(const consensus::VerifyBatch& effect);
  void on(const consensus::DropBatch& effect);
  void on(const consensus::BroadcastBatch& effect);
  void on(const consensus::SendBatches& effect);
  void on(const consensus::SendWatermarks& effect);
  void on(const consensus::RequestBatches& effect);
  void on(const consensus::ForgetBatches& effect);
  void on(const consensus::RenewIncarnation& effect);

  // Messages of peers (reception.cpp).
  template <class Message>
  void on_message(consensus::ValidatorIndex from, const Message& message);
  void receive_batch(consensus::ValidatorIndex from, const BatchPtr& batch);

  void sign(const consensus::VoteSubject& subject);
  void start_sync();
  void execute_next();
  void answer(const CommittedBlock& block);
  void broadcast(const PacketPtr& packet);
  void send(ProcessId to, const PacketPtr& packet);
  void send_to(consensus::ValidatorIndex to, const PacketPtr& packet);
  void leave(const Outgoing& outgoing);
  void note_sent(const Packet& packet);
  [[nodiscard]] std::vector<BatchPtr> stored(const std::vector<consensus::BatchDigest>& digests);
  [[nodiscard]] consensus::Clock clock() const;
  [[nodiscard]] ActorContext actor_context();
  [[nodiscard]] Duration up_to(Duration most);
  [[nodiscard]] consensus::LanesStart lanes_start();
  [[nodiscard]] consensus::ReplicaOptions replica_options();

  Environment& environment_;
  ProcessId id_;
  consensus::ValidatorIndex index_;
  Prng prng_;
  SimKey key_;
  VoteKey vote_key_;
  SimSignatureChecker sim_checker_;
  consensus::RememberingChecker checker_{sim_checker_, kRememberedSignatures};
  consensus::Verifier verifier_;
  Disk disk_;
  std::unique_ptr<Actor> actor_;
  bool reformed_ = false;
  std::int64_t skew_ms_ = 0;
  consensus::LaneParameters lane_parameters_;
  std::uint64_t last_incarnation_ = 0;
  std::optional<consensus::Halt> halt_;  // C14: it lasts until an operator's command

  // Of the current run; a crash clears them.
  std::unique_ptr<consensus::Engine> engine_;
  std::uint64_t run_ = 0;
  Instant frozen_until_;
  std::optional<std::uint64_t> effects_left_;
  std::optional<LaneSigner> lane_;
  std::optional<LaneSigner> own_key_;  // of this run (C15)
  std::map<consensus::BatchDigest, BatchPtr> arrived_;
  std::map<consensus::TxHandle, TxId> handles_;
  std::uint64_t next_handle_ = 0;
  std::set<TxId> waiting_;
  std::deque<Gated> gated_;
  std::uint64_t persisted_ = 0;
  std::uint64_t synced_ = 0;
  bool syncing_ = false;
  std::deque<consensus::Deliver> to_execute_;
  bool executing_ = false;
  bool renewing_ = false;
  std::uint64_t wake_ = 0;
  std::set<ProcessId> connected_;
};

}  // namespace vitalstream::sim
