#pragma once
// Cluster: a whole network of simulated validators with its clients, its faults and its checkers.
// One seed makes one history. `run_seed` is the swarm test; scenarios drive a Cluster by hand.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/sim/checkers/agreement.hpp"
#include "tests/sim/checkers/answers.hpp"
#include "tests/sim/checkers/certificates.hpp"
#include "tests/sim/checkers/durability.hpp"
#include "tests/sim/checkers/ledgers.hpp"
#include "tests/sim/checkers/votes.hpp"
#include "tests/sim/process.hpp"

namespace vitalstream::sim {

struct ClusterOptions {
  std::uint64_t seed = 1;
  std::size_t validators = 4;
  // Each of these validators runs twice with the same key.
  std::vector<consensus::ValidatorIndex> twins;
  // Each of these validators is started a second time by mistake: the program and its peers are
  // honest, and every peer keeps one session of an identity. Its process comes last and is not
  // booted with the others.
  std::vector<consensus::ValidatorIndex> second_selves;
  bool prints = false;
  consensus::Parameters parameters;
};

class Cluster : public Observer {
 public:
  explicit Cluster(const ClusterOptions& options);
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  // Processes and their connections.
  [[nodiscard]] Process& process(std::size_t number) { return *processes_.at(number); }
  [[nodiscard]] std::size_t size() const { return processes_.size(); }
  void boot(std::size_t number);
  void boot_all();
  void restart_after(std::size_t number, Duration delay);
  // Connects whoever runs, is not connected, and is cut off in neither direction.
  void reconnect();
  // Of a validator that is started twice: which of the two has this peer's session from now on. The
  // session of the other ends in good order: what it has said arrives before its place is free.
  void give_place(std::size_t peer, std::size_t self);
  // Both directions between the two groups.
  void partition(const std::set<std::size_t>& side);
  void heal();
  // No more faults: clean links, nobody frozen, clocks right, the dead stay dead.
  void calm();

  // Time.
  void run_for(Duration length);
  // True as soon as the condition holds; false if it does not within that time.
  bool run_until(const std::function<bool()>& condition, Duration limit);
  [[nodiscard]] Instant now() const { return queue_.now(); }

  // Clients.
  TxId submit(std::size_t number);
  // One transaction after another at random running processes with this mean gap, until stopped.
  void load(Duration mean_gap);
  [[nodiscard]] bool is_answered(TxId tx) const { return answers_.answered().contains(tx); }

  // The state of the whole.
  [[nodiscard]] std::uint64_t height(std::size_t number) const;
  [[nodiscard]] std::uint64_t best_height() const { return agreement_.height(); }
  [[nodiscard]] const checkers::Violations& violations() const { return violations_; }
  [[nodiscard]] checkers::Violations& mutable_violations() { return violations_; }
  [[nodiscard]] std::uint64_t trace_hash() const { return trace_.hash(); }
  [[nodiscard]] std::uint64_t events() const { return queue_.executed(); }
  [[nodiscard]] std::size_t evidence_count() const { return evidence_; }
  [[nodiscard]] bool is_honest(ProcessId process) const;
  [[nodiscard]] std::size_t answered() const { return answers_.answered().size(); }
  // Where everybody stands, for whoever reads a failing history.
  void tell_status() const;
  // S3 for every running honest process that is up to date.
  void check_answers_kept();

  Environment& environment() { return environment_; }
  Network& network() { return network_; }
  EventQueue& queue() { return queue_; }
  Trace& trace() { return trace_; }
  [[nodiscard]] Prng fork(std::string_view label) const { return prng_.fork(label); }
  // Halts are allowed where a scenario provokes one.
  void expect_halts() { halts_expected_ = true; }
  [[nodiscard]] bool has_halted(std::size_t number) const {
    return halted_.contains(processes_.at(number)->id());
  }
  [[nodiscard]] bool has_second_self(consensus::ValidatorIndex index) const;
  [[nodiscard]] std::size_t second_self_of(std::size_t number) const;

  // Observer.
  void on_vote_leaves(ProcessId process, const consensus::Vote& vote, const Disk& disk) override;
  void on_certificate_leaves(ProcessId process, const consensus::Certificate& certificate) override;
  void on_delivered(ProcessId process, const consensus::Deliver& delivered) override;
  void on_committed(ProcessId process, const CommittedBlock& block) override;
  void on_answered(ProcessId process, TxId tx) override;
  void on_peer_cut(ProcessId process, const consensus::CutPeer& cut) override;
  void on_halted(ProcessId process, const std::string& reason) override;
  void on_revoked(ProcessId process, const std::string& reason) override;
  void on_evidence(ProcessId process, const consensus::Evidence& evidence) override;
  void on_crashed(ProcessId process) override;

 private:
  void judge_end(ProcessId process, const std::string& what);
  void next_submission();
  [[nodiscard]] bool may_meet(const Process& one, const Process& other) const;
  [[nodiscard]] checkers::NodeId node(ProcessId process) const;

  Prng prng_;
  Prng clients_;
  Trace trace_;
  EventQueue queue_;
  consensus::ValidatorSet validators_;
  Network network_;
  Environment environment_;
  std::vector<std::unique_ptr<Process>> processes_;
  std::set<ProcessId> twins_;
  std::vector<consensus::ValidatorIndex> second_selves_;
  std::map<std::size_t, ProcessId> places_;  // by peer
  std::set<ProcessId> halted_;
  std::size_t evidence_ = 0;
  bool halts_expected_ = false;
  std::optional<Duration> mean_gap_;
  TxId next_tx_ = 1;

  checkers::Violations violations_;
  checkers::Agreement agreement_{violations_};
  checkers::Votes votes_{violations_};
  checkers::Certificates certificates_;
  checkers::Durability durability_{violations_};
  checkers::Ledgers ledgers_{violations_};
  checkers::Answers answers_{violations_};
};

}  // namespace vitalstream::sim
