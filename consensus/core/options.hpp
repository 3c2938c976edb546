#pragma once
// What a replica is started with: who it is, its parameters, and what its disk remembers.

#include <map>
#include <optional>
#include <vector>

#include "base/chain.hpp"
#include "base/time.hpp"
#include "consensus/core/journal_record.hpp"
#include "consensus/types/batch.hpp"
#include "consensus/types/halt.hpp"
#include "consensus/types/lane_position.hpp"
#include "consensus/types/validator_set.hpp"
#include "crypto/merkle_frontier.hpp"

namespace vitalstream::consensus {

struct Parameters {
  // C18: the bound on a message adapts between these two.
  Duration delta_floor = milliseconds(50);
  Duration delta_cap = seconds(2);
  // C2: an empty block after so long without any; zero for never.
  Duration heartbeat = seconds(10);
  // C11: a leader silent for so long, while a quorum was active, is passed over at once.
  Duration skip_timeout = seconds(3);
  // C12, C17, S1: how often a stuck replica says so, and a fetch is tried elsewhere.
  Duration retry = milliseconds(250);
  // How long the commitment to results waits for a block that has something to order.
  Duration result_delay = milliseconds(5);
  // How long a loaded leader gathers more before it proposes: a block costs every replica votes,
  // syncs and wake-ups that its transactions share.
  Duration gather_delay = milliseconds(20);
  // C15: between two questions; how long a commitment counts for who asked, from when it asked; and
  // how long who gave it commits to no other process, from when it answered. Hold is at least one
  // and a half times use, so that clocks may differ by 20 %.
  Duration ask_period = milliseconds(500);
  Duration use = seconds(2);
  Duration hold = seconds(3);
};

struct ReplicaOptions {
  GenesisHash genesis;
  ValidatorSet validators;
  std::optional<ValidatorIndex> own;  // nothing for an observer (M3)
  Parameters parameters;
  // C15: the key of this process, certified by the validator's; nothing for an observer.
  std::optional<LaneKey> process = {};
  // C15: known to nobody else, and new at each start.
  Hash32 mark_secret = {};

  [[nodiscard]] Epoch epoch() const { return validators.epoch(); }
  [[nodiscard]] ValidatorIndex leader(View view) const { return validators.leader(view); }
  [[nodiscard]] bool is_own(ValidatorIndex index) const { return index == own; }
  [[nodiscard]] bool leads(View view) const { return is_own(leader(view)); }
};

// Lanes and ledger-wide log after some block.
struct ChainState {
  LanePositions lanes;
  crypto::MerkleFrontier log;
};

// The newest block in the database.
struct CommittedTip {
  BlockHeader header;
  BlockDigest digest;
  ChainState state;
  // The newest committed block that references batches (C2: its result may be uncommitted).
  Height payload_height;
  // The commitment after each block from header.executed_height to this block's height.
  std::map<Height, ExecutedRoot> executed_roots;
  // The newest finalization in the database: of this block or of a descendant; none at genesis.
  std::optional<Certificate> finalization;
};

// The safety record begins with a NewRecord; without one it counts as missing (C15). `init` of a
// new validator writes NewRecord{epoch, View{0}}, which proves nothing until the others have
// answered; the explicit command for a lost record writes NewRecord{epoch, nothing}.
struct Recovered {
  std::vector<JournalRecord> journal;
  CommittedTip tip;
  // How many of the records, from the first on, belong to rounds whose sync had ended, that of the
  // database included. Only these prove what the database must hold.
  std::size_t settled = 0;
  // What an earlier run was stopped by and no operator has cleared.
  std::optional<Halt> halt = std::nullopt;
};

// The block that genesis stands for, at height 0.
[[nodiscard]] CommittedTip genesis_tip(const GenesisHash& genesis, Epoch epoch, UnixMs time,
                                       const ExecutedRoot& executed_root);

}  // namespace vitalstream::consensus
