#pragma once
// Cluster: a few replicas that exchange effects in memory, in virtual time. Enough to see the whole
// protocol move; the simulator (tests/sim) is where it is attacked.

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "../types/samples.hpp"
#include "consensus/core/replica.hpp"
#include "consensus/types/verifier.hpp"
#include "fake_payload.hpp"

namespace vitalstream::consensus::testing {

class Cluster {
 public:
  struct Node {
    std::unique_ptr<Replica> replica;
    FakePayload payload;
    std::vector<JournalRecord> journal;
    CommittedTip tip;
    std::vector<Deliver> chain;  // by height, from 1
    std::vector<std::string> alarms;
    std::optional<std::string> halt_reason;
    bool up = false;
    std::uint64_t life = 0;  // what was scheduled in an earlier life does not happen
  };

  explicit Cluster(std::size_t size, Parameters parameters = {});

  void start(std::size_t index);
  void start_all();
  // The process is gone; journal and database stay.
  void crash(std::size_t index);
  // All validators hold the batch.
  void submit(const BatchRef& reference);
  void run_for(Duration length);
  // Runs until the condition holds, within a bound; whether it did.
  bool run_until(const std::function<bool()>& condition, Duration bound = seconds(20));

  // Links from a to b that lose everything.
  void cut(std::size_t from, std::size_t to);
  void heal();

  Node& node(std::size_t index) { return nodes_[index]; }
  const ValidatorSet& set() const { return set_; }
  Instant now() const { return now_; }
  std::size_t messages() const { return messages_; }
  // Whether every pair of chains agrees where both have a block.
  bool chains_agree() const;
  bool all_have(std::size_t height) const;

 private:
  struct Doing;

  void step(std::size_t index, const CoreInput& input);
  void carry_out(std::size_t index, const CoreEffects& effects);
  void transmit(std::size_t from, std::size_t to, const Message& message);
  void receive(std::size_t to, ValidatorIndex from, const Message& message);
  void answer_range(std::size_t index, ValidatorIndex to, const FinalRangeRequest& request);
  void commit(std::size_t index, const Deliver& delivered);
  void later(std::size_t index, Duration delay, std::function<void()> action);
  LaneKey process_of(std::size_t index) const;
  Verified<Vote> signed_vote(std::size_t index, const VoteSubject& subject);
  Clock clock() const;

  GenesisHash genesis_ = sample_genesis();
  ValidatorSet set_;
  SampleChecker checker_;
  Verifier verifier_;
  Parameters parameters_;
  std::vector<Node> nodes_;
  std::map<std::pair<std::size_t, std::size_t>, bool> cut_;
  std::multimap<Instant, std::function<void()>> events_;
  Instant now_{1'000'000};
  std::size_t messages_ = 0;
};

}  // namespace vitalstream::consensus::testing
