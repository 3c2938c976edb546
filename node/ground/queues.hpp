#pragma once
// The table of queues: every line in which work waits for a thread of the node, what bounds it, how
// long work should wait there at most, and what happens when there is more. The lines themselves
// take whatever they are given; what bounds them is asked before. Measured by QueueStats, shown at
// /metrics; scripts/tidy compares the table with the threads that there are and with
// node/README.md. Threads of the modules below stand in their READMEs. Pure.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/time.hpp"

namespace vitalstream::node {

enum class QueueId : std::uint8_t {
  Consensus,
  P2p,
  Rpc,
  Ops,
  Journal,
  DbSync,
  EffectGate,
  Votes,
  Batches,
  Submissions,
  Queries,
  Commit,
  Signer,
  Sealer,
  Delegation,
  LaneKey,
  StoreServer,
  Contents,
  Keyring,
  Watch,
  Damage,
  Chores,
};

struct QueueRow {
  QueueId id;
  // Of the thread too, where the line has one to itself: what top and perf show.
  std::string_view name;
  // From the moment when work is given to the line until it begins. Longer waits are counted.
  Duration wait_target;
  std::string_view bound;
  std::string_view when_full;
};

inline constexpr std::array kQueues{
    QueueRow{QueueId::Consensus, "consensus", milliseconds(5),
             "the receive budget of each peer (net/p2p), kWaitersMax submissions, own requests",
             "the peer is not read; submissions are refused as busy"},
    QueueRow{QueueId::P2p, "p2p", milliseconds(5),
             "what the engine says at a time; the send queues of each session (net/p2p)",
             "a session's queue drops what will be asked for again"},
    QueueRow{QueueId::Rpc, "rpc", milliseconds(10),
             "calls in flight of all connections (net/rpc), kWaitersMax submissions",
             "further calls are refused as overloaded"},
    QueueRow{QueueId::Ops, "ops", milliseconds(100), "connections to the operations port",
             "connections are refused"},
    QueueRow{QueueId::Journal, "journal", milliseconds(5), "one round, and what the next one joins",
             "it joins the next round"},
    QueueRow{QueueId::DbSync, "db-sync", milliseconds(5), "one round at a time", "cannot be"},
    QueueRow{QueueId::EffectGate, "effect-gate", milliseconds(100),
             "what the engine wants said between two rounds; its inputs are bounded",
             "a round that ends slowly holds votes back, and with them the engine's inputs"},
    QueueRow{QueueId::Votes, "votes", milliseconds(5), "kVoteJobsPerPeerMax of each peer",
             "dropped and counted; the peer sends again"},
    QueueRow{QueueId::Batches, "batches", milliseconds(20), "kBatchJobsPerPeerMax of each peer",
             "dropped and counted; asked for again"},
    QueueRow{QueueId::Submissions, "submissions", milliseconds(50), "kWaitersMax transactions",
             "refused as busy before they are read"},
    QueueRow{QueueId::Queries, "query", milliseconds(50),
             "kQueriesWaitingPerConnectionMax of each connection, kQueriesWaitingMax in all",
             "refused as overloaded"},
    QueueRow{QueueId::Commit, "commit", milliseconds(50),
             "kDeliverAheadBlocksMax blocks beyond the last executed one",
             "the engine delivers no further block"},
    QueueRow{QueueId::Signer, "signer", milliseconds(5), "three votes of each view",
             "a vote is asked for again after a retry, not twice at once"},
    QueueRow{QueueId::Sealer, "sealer", seconds(1), "the newest block", "older ones are left out"},
    QueueRow{QueueId::Delegation, "delegation", seconds(1), "one delegation", "cannot be"},
    QueueRow{QueueId::LaneKey, "lane-key", seconds(1), "one lane key", "cannot be"},
    QueueRow{QueueId::StoreServer, "store-server", milliseconds(50),
             "kStoreReadsPerPeerMax of each peer", "not answered, and counted"},
    QueueRow{QueueId::Contents, "contents", milliseconds(250), "kContentsQueuedMax batches",
             "what is wanted stays marked in the database and is looked for later"},
    QueueRow{QueueId::Keyring, "keyring", seconds(1), "one new data key", "cannot be"},
    QueueRow{QueueId::Watch, "watch", seconds(1), "one look at a time", "cannot be"},
    QueueRow{QueueId::Damage, "damage", seconds(1), "one look at a time", "cannot be"},
    QueueRow{QueueId::Chores, "chores", seconds(1), "one of each kind of signal", "they are one"},
};

[[nodiscard]] constexpr const QueueRow& row_of(QueueId id) {
  return kQueues[static_cast<std::size_t>(id)];
}

// A row stands where its id says.
static_assert([] {
  for (std::size_t i = 0; i < kQueues.size(); ++i) {
    if (static_cast<std::size_t>(kQueues[i].id) != i) {
      return false;
    }
  }
  return true;
}());

}  // namespace vitalstream::node
