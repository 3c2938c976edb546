#pragma once
// The parts of a node in the order of their construction; destroyed in the reverse order. Used by
// the files of this folder only.

#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "crypto/provider/key_provider.hpp"
#include "net/rpc/ops_server.hpp"
#include "net/rpc/rpc_server.hpp"
#include "node/commit/block_sealer.hpp"
#include "node/commit/commit_pipeline.hpp"
#include "node/commit/commit_tally.hpp"
#include "node/driver/batch_store.hpp"
#include "node/driver/driver.hpp"
#include "node/driver/durability.hpp"
#include "node/driver/lane_key_certifier.hpp"
#include "node/driver/p2p_link.hpp"
#include "node/driver/store_server.hpp"
#include "node/driver/vote_signer.hpp"
#include "node/driver/wanted_contents.hpp"
#include "node/gateway/node_service.hpp"
#include "node/gateway/query_pool.hpp"
#include "node/gateway/submissions.hpp"
#include "node/ground/block_clock.hpp"
#include "node/ground/descriptor_watch.hpp"
#include "node/ground/space_watch.hpp"
#include "node/process/node.hpp"
#include "node/process/node_ops.hpp"
#include "node/process/operator_news.hpp"
#include "node/stores/key_rotation.hpp"
#include "node/stores/stores.hpp"
#include "node/upkeep/damage_watch.hpp"

namespace vitalstream::node {

class Node::Parts {
 public:
  Parts(const Config& config_in, Log& log_in) : config(config_in), log(log_in) {}

  const Config config;
  Log& log;
  LoadedGenesis genesis;
  IntakeContext context{{}, consensus::ValidatorSet(consensus::Epoch{1}, {{}})};
  consensus::ValidatorIndex own;
  ledger::MemberDirectory members;
  std::unique_ptr<Metrics> metrics;
  std::unique_ptr<crypto::provider::KeyProvider> provider;
  Stores stores;

  // Threads with a loop: what runs on them is destroyed before them.
  SerialThread network_thread{QueueId::P2p};
  SerialThread intake_thread{QueueId::Rpc};
  SerialThread ops_thread{QueueId::Ops};

  // What stands between two parts that need each other.
  EngineDesk desk;
  StateNeed state_need;
  std::unique_ptr<BlockClock> block_clock;
  std::unique_ptr<CommitTally> tally;
  std::unique_ptr<ConnectedPeers> connected;

  std::unique_ptr<DescriptorWatch> descriptors;
  std::unique_ptr<SpaceWatch> space;
  std::unique_ptr<VerifyPool> pool;
  std::unique_ptr<QueryPool> queries;

  // Who receives what the engine's effects ask for.
  std::unique_ptr<PeerInbox> inbox;
  std::unique_ptr<P2pLink> link;
  std::unique_ptr<Durability> durability;
  std::unique_ptr<VoteSigner> signer;
  std::unique_ptr<LaneKeyCertifier> certifier;
  std::unique_ptr<StoreServer> store_server;
  std::unique_ptr<WantedContents> contents;
  std::unique_ptr<BatchStore> batch_store;
  std::unique_ptr<OperatorNews> operators;
  std::unique_ptr<ReceiptSource> receipts;
  std::unique_ptr<ReceiptDesk> receipt_desk;
  std::unique_ptr<Submissions> submissions;
  std::unique_ptr<CommitPipeline> commits;

  std::unique_ptr<DamageWatch> damage;
  std::unique_ptr<Driver> driver;

  // What is asked from outside.
  std::unique_ptr<NodeService> service;
  std::unique_ptr<net::RpcServer> rpc;
  std::unique_ptr<KeyRotation> key_rotation;
  std::unique_ptr<BlockSealer> sealer;  // in delegated mode
  std::unique_ptr<NodeOps> ops;
  std::unique_ptr<net::OpsServer> ops_server;
  boost::asio::steady_timer tick{intake_thread.context()};
};

// What the configuration says of the RPC's limits.
[[nodiscard]] net::RpcLimits rpc_limits(const Config& config);

// By genesis.
[[nodiscard]] ledger::ChainRules rules_of(const Node::Parts& parts);

// Over file descriptors and room on the disk, and over damage (node_watches.cpp).
void make_watches(Node::Parts& parts);
void make_damage_watch(Node::Parts& parts);

// Those that ask and those that wait, on the commit thread (node_receivers.cpp).
void make_receivers(Node::Parts& parts, EvidenceStore evidence);
void make_commits(Node::Parts& parts, std::unique_ptr<BlockCommitter> committer);

// Binds the listener of peers (node_listeners.cpp).
[[nodiscard]] Result<void, SetupFailure> open_link(Node::Parts& parts);
// The listeners of applications and operators, behind everything else (node_listeners.cpp).
void make_listeners(Node::Parts& parts);

// A failed write or sync: what is durable is what counts, so nothing is done any more, not even
// tidying up (node_assembly.cpp).
[[noreturn]] void stop_at_once(const Node::Parts& parts, const std::string& reason);
[[noreturn]] void stop_at_once(const Node::Parts& parts, std::string_view event,
                               const std::string& reason);

// Builds everything behind the stores; in the order of dependence (node_assembly.cpp).
[[nodiscard]] Result<void, SetupFailure> assemble(Node::Parts& parts);

}  // namespace vitalstream::node
