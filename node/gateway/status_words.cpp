#include "node/gateway/status_words.hpp"

#include <cstdlib>
#include <utility>

#include "node/ground/limits.hpp"
#include "node/stores/halt_words.hpp"

namespace vitalstream::node {
namespace {

using consensus::Progress;

std::string names_of(const std::vector<consensus::ValidatorIndex>& indices,
                     const consensus::ValidatorSet& set) {
  std::string names;
  for (const consensus::ValidatorIndex index : indices) {
    names += (names.empty() ? "" : ", ") + set.at(index).name;
  }
  return names;
}

// Once enough have committed to it, what keeps it from voting is that too many are away (C15).
bool has_lost_quorum(const consensus::ReplicaStatus& replica) {
  return replica.looking_back && replica.has_looked_back;
}

bool looks_back(const consensus::ReplicaStatus& replica, bool is_quorum_up) {
  return replica.looking_back && (is_quorum_up || !replica.has_looked_back);
}

std::string_view phase_of(const consensus::ReplicaStatus& replica, bool is_quorum_up) {
  if (replica.halt_reason) {
    return "halted";
  }
  if (replica.record != consensus::RecordState::Established || looks_back(replica, is_quorum_up)) {
    return "not-voting";
  }
  if (has_lost_quorum(replica) && replica.progress != Progress::Idle) {
    return "stalled";
  }
  switch (replica.progress) {
    case Progress::Halted:
      return "halted";
    case Progress::CatchingUp:
      return "syncing";
    case Progress::Idle:
      return "idle";
    case Progress::AwaitingNullification:
      return "stalled";
    case Progress::AwaitingProposal:
    case Progress::AwaitingParent:
    case Progress::AwaitingData:
    case Progress::AwaitingTime:
    case Progress::AwaitingVotes:
    case Progress::AwaitingExecution:
      return "following";
  }
  return "following";
}

std::string record_words(const consensus::ReplicaStatus& replica,
                         const consensus::ValidatorSet& set) {
  switch (replica.record) {
    case consensus::RecordState::Missing:
      return "the safety record is missing or damaged, and the log says what: this validator signs "
             "nothing until `vitalstream init --new-safety-record` is run";
    case consensus::RecordState::Unproven:
      return "the safety record holds no vote yet: waiting until enough validators have told "
             "whether this one has voted before (" +
             std::to_string(replica.record_answers) + " of " + std::to_string(set.size() - 1) +
             " so far)";
    case consensus::RecordState::Asking:
      return "a new safety record: waiting until enough validators have told how far they have "
             "voted (" +
             std::to_string(replica.record_answers) + " so far, " +
             std::to_string(answers_needed(set)) + " are needed)";
    case consensus::RecordState::Revoked:
      return replica.revoked_for.value_or("the safety record may not be trusted") + "; " +
             way_out({consensus::HaltKind::Revoked, {}});
    case consensus::RecordState::Established:
      break;
  }
  return "waiting until enough validators commit to this process (" +
         std::to_string(replica.committed_by) + " do, " + std::to_string(set.quorum() - 1) +
         " are needed): too few are reached, or an earlier process of this validator was killed "
         "less than some seconds ago, or another one runs with this identity";
}

std::string catch_up_words(const consensus::ReplicaStatus& replica) {
  const std::uint64_t committed = replica.committed_height.value();
  const std::uint64_t target = replica.catch_up_target.value_or(consensus::Height{}).value();
  return target <= committed ? "asking the others how far they are"
                             : "catching up to height " + std::to_string(target) + ", " +
                                   std::to_string(target - committed) + " blocks to go";
}

std::string progress_words(const consensus::ReplicaStatus& replica,
                           const consensus::ValidatorSet& set) {
  const std::string leader = set.at(replica.leader).name;
  switch (replica.progress) {
    case Progress::Halted:
      return "halted";
    case Progress::CatchingUp:
      return catch_up_words(replica);
    case Progress::Idle:
      return {};
    case Progress::AwaitingProposal:
      return "waiting for the proposal of " + leader;
    case Progress::AwaitingParent:
      return "waiting for the parent of the proposal of " + leader;
    case Progress::AwaitingData:
      return "waiting for batches that the proposal of " + leader + " references";
    case Progress::AwaitingTime:
      return "the proposal of " + leader + " is dated ahead of this clock: compare the clocks";
    case Progress::AwaitingVotes:
      return "waiting for the votes of " + names_of(replica.missing_notarize, set);
    case Progress::AwaitingExecution:
      return "waiting for this node's own execution of earlier blocks";
    case Progress::AwaitingNullification:
      return "giving up the view of " + leader + ": waiting for the votes of " +
             names_of(replica.missing_nullify, set);
  }
  return {};
}

// Nobody is blamed for a vote that nobody waits for: in an idle view none has been cast.
std::vector<consensus::ValidatorIndex> awaited(const consensus::ReplicaStatus& replica) {
  if (has_lost_quorum(replica) && replica.progress != Progress::AwaitingVotes &&
      replica.progress != Progress::Idle) {
    return replica.missing_nullify;
  }
  switch (replica.progress) {
    case Progress::AwaitingVotes:
      return replica.missing_notarize;
    case Progress::AwaitingNullification:
      return replica.missing_nullify;
    case Progress::Halted:
    case Progress::CatchingUp:
    case Progress::Idle:
    case Progress::AwaitingProposal:
    case Progress::AwaitingParent:
    case Progress::AwaitingData:
    case Progress::AwaitingTime:
    case Progress::AwaitingExecution:
      return {};
  }
  return {};
}

// What stops a network, an idle one as soon as there is something to order.
std::string quorum_words(const consensus::ValidatorSet& set, std::size_t connected_peers) {
  const std::size_t reached = connected_peers + 1;  // and this one
  return reached >= set.quorum()
             ? std::string()
             : "no quorum: with this one only " + std::to_string(reached) + " of " +
                   std::to_string(set.size()) + " validators are connected, and " +
                   std::to_string(set.quorum()) + " are needed";
}

std::string why(const consensus::ReplicaStatus& replica, const consensus::ValidatorSet& set,
                const net::ConsensusStatus& so_far) {
  if (replica.halt_reason) {
    return *replica.halt_reason + "; " +
           way_out({consensus::HaltKind::Halted, *replica.halt_reason});
  }
  if (so_far.phase == "not-voting") {
    return record_words(replica, set);
  }
  const std::string words = quorum_words(set, so_far.peers);
  const bool has_stopped = so_far.phase == "idle" || has_lost_quorum(replica);
  return has_stopped && !words.empty() ? words : progress_words(replica, set);
}

}  // namespace

std::string clock_words(std::optional<Duration> offset) {
  const std::int64_t ms = offset ? offset->value() / 1000 : 0;
  if (std::abs(ms) < kClockOffsetMsTold) {
    return {};
  }
  return "this machine's clock is " + std::to_string(std::abs(ms) / 1000) + " s " +
         (ms > 0 ? "ahead of" : "behind") + " block time: set it right";
}

net::ConsensusStatus describe(const consensus::EngineStatus& status,
                              const consensus::ValidatorSet& set, std::size_t connected_peers) {
  const consensus::ReplicaStatus& replica = status.replica;
  net::ConsensusStatus words;
  words.epoch = replica.epoch.value();
  words.view = replica.view.value();
  words.leader = set.at(replica.leader).name;
  words.final_height = replica.final_height.value();
  words.committed_height = replica.committed_height.value();
  words.validators = set.size();
  words.quorum = set.quorum();
  words.peers = connected_peers;
  words.phase = phase_of(replica, connected_peers + 1 >= set.quorum());
  words.why = why(replica, set, words);
  if (words.why.empty() && status.lanes.own_untaken_retries > consensus::kUntakenRetriesMax / 2) {
    words.why = "the other validators do not take what this one closes: its transactions wait";
  }
  for (const consensus::ValidatorIndex index : awaited(replica)) {
    words.missing_votes.push_back(set.at(index).name);
  }
  return words;
}

}  // namespace vitalstream::node
