#include "tests/sim/cluster.hpp"

#include <algorithm>

#include "base/hex.hpp"

namespace vitalstream::sim {

using namespace consensus;

namespace {

// Until a Byzantine process goes on after a halt.
constexpr Duration kShrug = milliseconds(20);

ValidatorIndex owner_of(const SignedBatchHeader& header) {
  return ValidatorIndex{static_cast<std::uint16_t>(header.header.lane.value() - 1)};
}

bool is_signed(const crypto::PublicKey& key, ByteView message, const crypto::Signature& signature) {
  const SignatureChecker::Item item{&key, to_bytes(message), signature};
  return SimSignatureChecker().check(std::span(&item, 1)).front();
}

ValidatorIndex accused_of(const Evidence& evidence) {
  if (const auto* votes = std::get_if<ConflictingVotes>(&evidence)) {
    return votes->first.signer;
  }
  if (const auto* batches = std::get_if<ConflictingBatches>(&evidence)) {
    return owner_of(batches->first);
  }
  return owner_of(std::get<InvalidBatch>(evidence).header);
}

}  // namespace

Cluster::Cluster(const ClusterOptions& options)
    : prng_(options.seed),
      clients_(prng_.fork("clients")),
      trace_(options.prints),
      validators_(sim_validators(options.validators)),
      network_(queue_, prng_.fork("network"),
               [this](ProcessId from, ProcessId to, const PacketPtr& packet) {
                 processes_[to.value()]->receive(from, packet);
               }),
      environment_{queue_, network_, trace_, *this, validators_, {}, {}, options.parameters, {}},
      certificates_(violations_, sim_genesis(), validators_, is_signed) {
  std::vector<ValidatorIndex> indices;
  for (std::size_t i = 0; i < options.validators; ++i) {
    indices.push_back(ValidatorIndex{static_cast<std::uint16_t>(i)});
  }
  indices.insert(indices.end(), options.twins.begin(), options.twins.end());
  indices.insert(indices.end(), options.second_selves.begin(), options.second_selves.end());
  second_selves_ = options.second_selves;
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const ProcessId id{static_cast<std::uint32_t>(i)};
    environment_.processes.emplace_back(id, indices[i]);
    if (std::ranges::find(options.twins, indices[i]) != options.twins.end()) {
      twins_.insert(id);
    }
  }
  for (const auto& [id, index] : environment_.processes) {
    const std::string label = "process " + std::to_string(id.value());
    processes_.push_back(std::make_unique<Process>(environment_, id, index, prng_.fork(label)));
  }
  agreement_.note_anchor(anchor_digest(sim_genesis()));
}

void Cluster::boot(std::size_t number) {
  Process& one = process(number);
  agreement_.note_restart(node(one.id()), one.disk().ledger().tip().header.height);
  one.boot();
  reconnect();
}

void Cluster::boot_all() {
  for (std::size_t i = 0; i + second_selves_.size() < size(); ++i) {
    boot(i);
  }
}

void Cluster::restart_after(std::size_t number, Duration delay) {
  queue_.after(delay, [this, number] {
    if (!process(number).is_running()) {
      boot(number);
    }
  });
}

void Cluster::reconnect() {
  for (const auto& one : processes_) {
    for (const auto& other : processes_) {
      const bool both_run = one->is_running() && other->is_running() && one != other;
      if (both_run && may_meet(*one, *other) && !network_.is_cut(one->id(), other->id()) &&
          !network_.is_cut(other->id(), one->id())) {
        one->connect(other->id(), other->index());
      }
    }
  }
}

void Cluster::partition(const std::set<std::size_t>& side) {
  for (std::size_t i = 0; i < size(); ++i) {
    for (std::size_t j = 0; j < size(); ++j) {
      if (side.contains(i) != side.contains(j)) {
        network_.cut(process(i).id(), process(j).id());
      }
    }
  }
}

// A connection that was cut is a new one afterwards. The others stay, so that what they lost before
// is repaired by the protocol alone.
void Cluster::heal() {
  for (const auto& one : processes_) {
    for (const auto& other : processes_) {
      if (network_.is_cut(one->id(), other->id()) || network_.is_cut(other->id(), one->id())) {
        one->disconnect(other->id(), other->index());
      }
    }
  }
  network_.heal();
  reconnect();
}

void Cluster::calm() {
  network_.set_rates({});
  environment_.speed = {};
  for (const auto& one : processes_) {
    one->freeze_until(Instant{});
    one->set_clock_skew(0);
    one->never_crash();
  }
  heal();
}

void Cluster::run_for(Duration length) {
  std::ignore = run_until([] { return false; }, length);
}

bool Cluster::run_until(const std::function<bool()>& condition, Duration limit) {
  const Instant end = queue_.now() + limit;
  queue_.at(end, [] {});  // so that time reaches the end even where nothing happens
  while (!condition()) {
    if (queue_.now() >= end || !queue_.run_one()) {
      return condition();
    }
  }
  return true;
}

TxId Cluster::submit(std::size_t number) {
  const TxId tx = next_tx_++;
  if (process(number).is_running()) {
    answers_.note_submitted(tx);
    process(number).submit(tx);
  }
  return tx;
}

void Cluster::load(Duration mean_gap) {
  const bool runs = mean_gap_.has_value();
  mean_gap_ = mean_gap;
  if (!runs) {
    next_submission();
  }
}

void Cluster::next_submission() {
  queue_.after(clients_.between(microseconds(1), *mean_gap_ * 2), [this] {
    submit(clients_.below(size()));
    next_submission();
  });
}

std::uint64_t Cluster::height(std::size_t number) const {
  return processes_.at(number)->disk().ledger().height();
}

bool Cluster::is_honest(ProcessId id) const {
  return !processes_[id.value()]->is_byzantine() && !twins_.contains(id);
}

void Cluster::check_answers_kept() {
  for (const auto& one : processes_) {
    const Ledger& ledger = one->disk().ledger();
    if (!is_honest(one->id()) || !one->is_running() || ledger.height() < best_height()) {
      continue;
    }
    for (const auto& [tx, answered] : answers_.answered()) {
      const auto found = ledger.position_of(tx);
      const checkers::Position position{found ? found->height : 0, found ? found->index : 0};
      answers_.check_kept(node(one->id()), tx, found ? &position : nullptr);
    }
  }
}

void Cluster::tell_status() const {
  for (const auto& one : processes_) {
    if (!one->is_running() || !trace_.prints()) {
      continue;
    }
    const EngineStatus status = one->status();
    trace_.say(now(), one->id().value(),
               "view " + std::to_string(status.replica.view.value()) + " leader " +
                   std::to_string(status.replica.leader.value()) + " waits for " +
                   to_string(status.replica.progress) + ", final " +
                   std::to_string(status.replica.final_height.value()) + " delivered " +
                   std::to_string(status.replica.delivered_height.value()) + " committed " +
                   std::to_string(status.replica.committed_height.value()) + ", fetches " +
                   std::to_string(status.lanes.wanted) + " batches, verifies " +
                   std::to_string(status.lanes.verifying));
    for (const LaneStatus& lane : status.lanes.lanes) {
      trace_.say(now(), one->id().value(),
                 "  lane " + std::to_string(lane.lane.value()) + " final " +
                     std::to_string(lane.final_position.incarnation.value() % 100'000) + "." +
                     std::to_string(lane.final_position.sequence.value()) + " tip " +
                     std::to_string(lane.tip.incarnation.value() % 100'000) + "." +
                     std::to_string(lane.tip.sequence.value()) + ", unreferenced " +
                     std::to_string(lane.unreferenced_batches));
    }
  }
}

checkers::NodeId Cluster::node(ProcessId process) const {
  return checkers::NodeId{process.value()};
}

void Cluster::on_vote_leaves(ProcessId id, const Vote& vote, const Disk& disk) {
  if (!is_honest(id) || vote.signer != processes_[id.value()]->index()) {
    return;
  }
  if (!votes_.note_sent(vote)) {
    // Sent again, perhaps long after: a block that lost may have been forgotten meanwhile.
    return;
  }
  trace_.note(now(), "vote", id.value(),
              vote.subject.view.value() * 4 + static_cast<std::uint64_t>(vote.subject.kind));
  if (trace_.prints()) {
    trace_.say(now(), id.value(),
               "votes kind " + std::to_string(static_cast<int>(vote.subject.kind)) + " view " +
                   std::to_string(vote.subject.view.value()) + " block " +
                   to_hex(vote.subject.block.view()).substr(0, 8));
  }
  checkers::DurableFacts facts{disk.holds_vote(vote.subject), true, true};
  if (vote.subject.kind != VoteKind::Nullify) {
    const Block* block = disk.holds_block(vote.subject.block);
    facts.block = block != nullptr;
    if (block != nullptr && trace_.prints()) {
      for (const BatchRef& reference : block->references) {
        trace_.say(now(), id.value(),
                   "  batch " + to_hex(reference.digest.view()).substr(0, 8) +
                       (disk.holds_batch(reference.digest) ? " held" : " MISSING"));
      }
    }
    facts.batches =
        block == nullptr || std::ranges::all_of(block->references, [&](const BatchRef& reference) {
          return disk.holds_batch(reference.digest);
        });
  }
  durability_.note_vote_leaves(node(id), vote.subject, facts);
}

void Cluster::on_certificate_leaves(ProcessId id, const Certificate& certificate) {
  if (is_honest(id)) {
    certificates_.note(node(id), certificate);
  }
}

void Cluster::on_delivered(ProcessId id, const Deliver& delivered) {
  trace_.note(now(), "final", id.value(), delivered.block.header.height.value());
  if (is_honest(id)) {
    agreement_.note_final(node(id), delivered.block.header, delivered.digest);
    if (delivered.finalizes_directly) {
      certificates_.note_finalization(node(id), delivered.digest, delivered.finalization);
    }
  }
}

void Cluster::on_committed(ProcessId id, const CommittedBlock& block) {
  const BlockHeader& header = block.delivered.block.header;
  trace_.note(now(), "commit", id.value(), block.root.value()[0]);
  if (trace_.prints()) {
    trace_.say(now(), id.value(),
               "commits height " + std::to_string(header.height.value()) + " of " +
                   std::to_string(header.proposer.value()) + ", " +
                   std::to_string(block.items.size()) + " transactions, " +
                   to_hex(block.delivered.digest.view()).substr(0, 8));
  }
  if (is_honest(id)) {
    ledgers_.note_committed(node(id), block.delivered.block, block.root);
    if (!block.log_agrees) {
      violations_.report("S8", "a final header commits to another log than its batches make");
    }
  }
}

void Cluster::on_answered(ProcessId id, TxId tx) {
  if (!is_honest(id)) {
    return;
  }
  const auto found = processes_[id.value()]->disk().ledger().position_of(tx);
  const checkers::Position position{found ? found->height : 0, found ? found->index : 0};
  answers_.note_answered(node(id), tx, position, found.has_value());
}

// An honest process that cuts another honest one off has misjudged it.
void Cluster::on_peer_cut(ProcessId id, const CutPeer& cut) {
  trace_.say(now(), id.value(),
             "cuts validator " + std::to_string(cut.peer.value()) + ": " + cut.reason);
  for (const auto& other : processes_) {
    if (other->index() != cut.peer || !is_honest(id)) {
      continue;
    }
    if (is_honest(other->id()) && halts_expected_ == false) {
      violations_.report("CutPeer", "process " + std::to_string(id.value()) +
                                        " cut an honest peer off: " + cut.reason);
    }
    Process& one = *processes_[id.value()];
    one.disconnect(other->id(), other->index());
    other->disconnect(id, one.index());
    queue_.after(milliseconds(200), [this] { reconnect(); });
  }
}

void Cluster::judge_end(ProcessId id, const std::string& what) {
  trace_.say(now(), id.value(), what);
  const bool is_expected = halts_expected_ || has_second_self(processes_[id.value()]->index());
  if (is_honest(id) && !is_expected) {
    violations_.report("S11", "process " + std::to_string(id.value()) + " " + what);
  }
}

// It goes on, and signs nothing.
void Cluster::on_revoked(ProcessId id, const std::string& reason) {
  judge_end(id, "is revoked: " + reason);
}

void Cluster::on_halted(ProcessId id, const std::string& reason) {
  judge_end(id, "halted: " + reason);
  halted_.insert(id);
  // A twin is ended by its operator: alive it would go on answering beside the other one, and no
  // network gives one identity two sessions.
  queue_.after(kShrug, [this, id] {
    Process& one = *processes_[id.value()];
    if (one.is_running() && one.is_byzantine()) {
      one.shrug_off();
    } else if (one.is_running() && twins_.contains(id)) {
      one.crash();
    }
  });
}

// Nobody can prove a fault of a validator that has none.
void Cluster::on_evidence(ProcessId id, const Evidence& evidence) {
  evidence_ += 1;
  const ValidatorIndex accused = accused_of(evidence);
  trace_.say(now(), id.value(), "reports evidence against " + std::to_string(accused.value()));
  for (const auto& other : processes_) {
    if (other->index() == accused && is_honest(other->id())) {
      violations_.report(
          "S5", "evidence against the honest validator " + std::to_string(accused.value()));
    }
  }
}

// The others notice a broken connection a little later.
void Cluster::on_crashed(ProcessId id) {
  queue_.after(milliseconds(1), [this, id] {
    const Process& dead = *processes_[id.value()];
    for (const auto& other : processes_) {
      other->disconnect(id, dead.index());
    }
    reconnect();
  });
}

}  // namespace vitalstream::sim
