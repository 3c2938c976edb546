#pragma once
// ReplicaStatus: why the replica stands where it stands, in values, for consensus_getStatus and
// `vitalstream status`. A snapshot; no reference into the replica.

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "consensus/core/record_guard.hpp"
#include "consensus/core/view_statistics.hpp"
#include "consensus/types/block.hpp"

namespace vitalstream::consensus {

// What the current view waits for, the first of these that applies.
enum class Progress {
  Halted,             // S11
  CatchingUp,         // S1: final blocks are being fetched
  Idle,               // C2: nothing to do
  AwaitingProposal,   // the leader has not proposed
  AwaitingParent,     // the proposal's parent or a nullification before it is not held
  AwaitingData,       // a batch of the proposal is not held
  AwaitingTime,       // the proposal's timestamp is ahead of the own clock
  AwaitingVotes,      // the quorum of notarize votes is not complete
  AwaitingExecution,  // notarized; the header's executed height has not been executed here
  AwaitingNullification,
};

// E2: a header's executed root against the own.
struct Disagreement {
  ValidatorIndex leader;
  View view;
  Height executed_height;
  ExecutedRoot claimed;
  ExecutedRoot own;
};

// What was not verified, since the start.
struct RefusedWork {
  std::uint64_t proposals = 0;     // C6
  std::uint64_t certificates = 0;  // their sender has no place left
  std::uint64_t ranges = 0;        // S1: not asked for
  std::uint64_t statements = 0;    // C15: too many of their sender under verification
};

struct ReplicaStatus {
  Epoch epoch;
  View view;
  ValidatorIndex leader;
  bool is_leader = false;
  Progress progress = Progress::Idle;
  Duration in_view{0};
  Duration delta{0};
  View final_view;
  Height final_height;      // the highest final block that is held
  Height delivered_height;  // handed to execution
  Height committed_height;  // executed and in the database
  std::uint64_t certified_not_final = 0;
  // Whose votes are not here in the current view.
  std::vector<ValidatorIndex> missing_notarize;
  std::vector<ValidatorIndex> missing_nullify;
  // C15.
  RecordState record = RecordState::Missing;
  View vote_above;
  std::size_t record_answers = 0;
  // C15: established, but too few others commit to this process; and whether enough ever did since
  // the start.
  bool looking_back = false;
  bool has_looked_back = false;
  std::size_t committed_by = 0;
  // C14: why nothing is signed until an operator's command, although the replica follows.
  std::optional<std::string> revoked_for;
  bool is_over = false;  // C15: this process signs nothing more, and has said so
  // S1: the height to be reached, while known to be ahead.
  std::optional<Height> catch_up_target;
  std::vector<Disagreement> disagreements;
  std::optional<std::string> halt_reason;
  // When each validator was last heard, by index.
  std::vector<Instant> last_heard;
  // C18: how long the views of each validator take, by index.
  std::vector<Duration> leader_times;
  ViewCounts views;  // since the start
  RefusedWork refused;
};

[[nodiscard]] const char* to_string(Progress progress);
[[nodiscard]] const char* to_string(RecordState state);

}  // namespace vitalstream::consensus
