#include "tests/sim/process.hpp"

#include <algorithm>
#include <utility>

namespace vitalstream::sim {

using namespace consensus;

Process::Process(Environment& environment, ProcessId id, ValidatorIndex index, Prng prng)
    : environment_(environment),
      id_(id),
      index_(index),
      prng_(prng),
      key_(validator_key(index)),
      vote_key_(index, prng.fork("vote key")),
      verifier_(sim_genesis(), environment.validators, checker_),
      disk_(environment.validators) {}

void Process::boot() {
  run_ += 1;
  environment_.trace.note(environment_.queue.now(), "boot", id_.value(), disk_.ledger().height());
  // A commit is durable here before it is witnessed, so every record may bear witness.
  const std::vector<JournalRecord> records = disk_.read_journal();
  Recovered recovered{records, disk_.ledger().tip(), records.size(), halt_};
  LanesStart lanes_now = lanes_start();
  ReplicaOptions replica = replica_options();
  LanesOptions lanes{environment_.validators, index_, environment_.parameters.retry,
                     lane_parameters_};
  engine_ = std::make_unique<Engine>(EngineOptions{std::move(replica), std::move(lanes)},
                                     EngineStart{std::move(recovered), std::move(lanes_now)});
  carry_out(engine_->start(clock()));
}

ReplicaOptions Process::replica_options() {
  ReplicaOptions options{sim_genesis(), environment_.validators, index_, environment_.parameters};
  own_key_ = make_process_key(index_, SimKey{prng_.next()}, Incarnation{last_incarnation_});
  options.process = own_key_->certificate;
  for (std::uint8_t& byte : options.mark_secret) {
    byte = static_cast<std::uint8_t>(prng_.below(256));
  }
  return options;
}

LanesStart Process::lanes_start() {
  LanesStart start;
  start.height = disk_.ledger().tip().header.height;
  start.positions = disk_.ledger().tip().state.lanes;
  const auto wall = static_cast<std::uint64_t>(clock().wall.value());
  if (!environment_.faults.reuses_incarnation || last_incarnation_ == 0) {
    last_incarnation_ = std::max(last_incarnation_ + 1, wall);
  }
  start.own_incarnation = Incarnation{last_incarnation_};
  lane_ = make_lane_signer(index_, key_, start.own_incarnation);
  for (const auto& [digest, batch] : disk_.batches()) {
    const BatchRef reference = make_ref(batch->header.header, digest);
    if (is_ahead(consensus::position_of(reference), position_in(start.positions, reference.lane))) {
      start.stored.push_back(verified(*batch));
    }
  }
  return start;
}

void Process::crash() {
  environment_.trace.note(environment_.queue.now(), "crash", id_.value(), run_);
  environment_.trace.say(environment_.queue.now(), id_.value(), "crashes");
  end_run();
  frozen_until_ = Instant{};
  connected_.clear();
  environment_.observer.on_crashed(id_);
}

void Process::shrug_off() {
  end_run();
  boot();
  for (const auto& [peer, index] : environment_.processes) {
    if (connected_.contains(peer)) {
      later(Duration{}, [this, one = index] { feed(PeerConnected{one}); });
    }
  }
}

void Process::take_disk(const Disk& other) {
  disk_ = other;
  disk_.crash(prng_);
  halt_.reset();
}

bool Process::votes_beside_its_record() const {
  return actor_ && actor_->votes_beside_its_record();
}

void Process::end_run() {
  run_ += 1;
  engine_.reset();
  disk_.crash(prng_);
  effects_left_.reset();
  arrived_.clear();
  handles_.clear();
  waiting_.clear();
  gated_.clear();
  synced_ = persisted_;
  syncing_ = false;
  to_execute_.clear();
  executing_ = false;
  renewing_ = false;
  vote_key_.forget();
}

void Process::lose_disk(NewDisk command) {
  disk_.wipe(environment_.validators, command);
  halt_.reset();
}

void Process::connect(ProcessId peer, ValidatorIndex index) {
  if (is_running() && connected_.insert(peer).second) {
    later(Duration{}, [this, index] { feed(PeerConnected{index}); });
  }
}

void Process::disconnect(ProcessId peer, ValidatorIndex index) {
  if (is_running() && connected_.erase(peer) > 0) {
    later(Duration{}, [this, index] { feed(PeerDisconnected{index}); });
  }
}

void Process::submit(TxId tx) {
  const TxHandle handle{next_handle_++};
  handles_[handle] = tx;
  waiting_.insert(tx);
  later(Duration{}, [this, handle] { feed(Submit{handle, kTxBytes, 0}); });
}

void Process::feed(const Input& input) {
  if (engine_) {
    carry_out(engine_->step(clock(), input));
  }
}

// Runs in this life of the process only; a frozen process gets to it when it thaws.
void Process::later(Duration delay, EventQueue::Action action) {
  environment_.queue.after(delay, [this, run = run_, act = std::move(action)] {
    if (run != run_) {
      return;
    }
    if (frozen_until_ > environment_.queue.now()) {
      later(frozen_until_ - environment_.queue.now(), act);
      return;
    }
    act();
  });
}

void Process::carry_out(Effects&& effects) {
  const std::uint64_t run = run_;
  for (Effect& effect : effects) {
    if (effects_left_ && (*effects_left_)-- == 0) {
      crash();
    }
    if (run != run_) {
      return;
    }
    const bool speaks = std::holds_alternative<SignVote>(effect) ||
                        std::holds_alternative<SpeakStatement>(effect) ||
                        std::holds_alternative<Broadcast>(effect) ||
                        std::holds_alternative<Send>(effect);
    if (speaks) {
      speak(std::move(effect));
    } else {
      perform(effect);
    }
  }
}

// Persist before speak (C14): what speaks waits until everything persisted before is durable.
void Process::speak(Effect&& effect) {
  const bool must_wait = synced_ < persisted_ || !gated_.empty();
  if (must_wait && !environment_.faults.speaks_before_sync) {
    gated_.push_back({persisted_, std::move(effect)});
  } else {
    perform(effect);
  }
}

void Process::perform(Effect& effect) {
  std::visit([this](const auto& one) { on(one); }, effect);
}

void Process::start_sync() {
  if (syncing_) {
    return;
  }
  syncing_ = true;
  later(up_to(environment_.speed.sync_max), [this, mark = disk_.mark(), covers = persisted_] {
    disk_.sync(mark);
    synced_ = covers;
    syncing_ = false;
    const std::uint64_t run = run_;
    while (run == run_ && !gated_.empty() && gated_.front().after_sync <= synced_) {
      if (effects_left_ && (*effects_left_)-- == 0) {
        crash();
        return;
      }
      Effect effect = std::move(gated_.front().effect);
      gated_.pop_front();
      say_late(std::move(effect));
    }
    if (run == run_ && synced_ < persisted_) {
      start_sync();
    }
  });
}

// C15: the right may have ended while the disk was busy.
void Process::say_late(Effect&& effect) {
  if (engine_->may_still_say(clock().now, effect)) {
    perform(effect);
  } else if (const auto* vote = std::get_if<SignVote>(&effect)) {
    feed(OwnVoteFailed{vote->subject});
  }
}

void Process::execute_next() {
  if (executing_ || to_execute_.empty()) {
    return;
  }
  executing_ = true;
  later(up_to(environment_.speed.execute_max), [this] {
    executing_ = false;
    const Deliver delivered = std::move(to_execute_.front());
    to_execute_.pop_front();
    std::vector<BatchPtr> batches;
    for (const BatchRef& reference : delivered.block.references) {
      batches.push_back(disk_.batch(reference.digest));
      if (batches.back() == nullptr) {
        environment_.observer.on_halted(id_, "a delivered block lacks a batch");
        crash();
        return;
      }
    }
    const CommittedBlock& block = disk_.ledger().commit(delivered, batches);
    disk_.keep(delivered.block.references);
    environment_.observer.on_committed(id_, block);
    answer(block);
    feed(Committed{delivered.block.header.height, block.root});
    execute_next();
  });
}

void Process::answer(const CommittedBlock& block) {
  for (const TxId item : block.items) {
    if (waiting_.erase(item) > 0) {
      environment_.observer.on_answered(id_, item);
    }
  }
}

Clock Process::clock() const {
  const Instant now = environment_.queue.now();
  // Each run of a process has its own monotonic time, as after a reboot.
  const Instant monotonic = now + seconds(1'000) * static_cast<std::int64_t>(run_ + 1);
  return {monotonic, UnixMs{kGenesisTime.value() + 1 + now.value() / 1'000 + skew_ms_}};
}

ActorContext Process::actor_context() {
  ActorContext context{index_, key_, &environment_.validators, {}, &prng_, &*own_key_};
  for (const auto& [process, index] : environment_.processes) {
    if (process != id_) {
      context.others.push_back(process);
    }
  }
  return context;
}

Duration Process::up_to(Duration most) { return prng_.between(microseconds(10), most); }

}  // namespace vitalstream::sim
