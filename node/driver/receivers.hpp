#pragma once
// Who receives what the engine's effects ask for: one port for each, implemented by the part that
// does it. All calls come from the driver's thread, but where it says otherwise, and return at
// once: a port posts to its thread. All receivers are made before the driver.

#include <memory>
#include <string>
#include <vector>

#include "consensus/engine/effect.hpp"
#include "node/batches/batch_cache.hpp"
#include "node/batches/delivery.hpp"
#include "node/driver/effect_gate.hpp"
#include "node/driver/engine_desk.hpp"
#include "node/driver/peer_link.hpp"
#include "node/ground/verify_pool.hpp"

namespace vitalstream::node {

// The safety record (C14), on disk. Says to the desk when a ticket is durable.
class RecordPort {
 public:
  virtual ~RecordPort() = default;
  virtual void persist(EffectGate::Ticket ticket, std::vector<Bytes> records) = 0;
  // The records replace all before them.
  virtual void rotate(EffectGate::Ticket ticket, std::vector<Bytes> records) = 0;
};

// Own votes, whose records are durable.
class VotePort {
 public:
  virtual ~VotePort() = default;
  virtual void sign(const consensus::VoteSubject& subject) = 0;
};

// The key of the own lane (L1).
class LaneKeyPort {
 public:
  virtual ~LaneKeyPort() = default;
  virtual void renew(consensus::Incarnation greater_than) = 0;
};

// A batch that a peer lacks; null where it has left the cache.
struct WantedBytes {
  consensus::BatchDigest digest;
  std::shared_ptr<const CachedBatch> cached;
};

// What peers are answered from the database.
class StorePort {
 public:
  virtual ~StorePort() = default;
  virtual void answer(const consensus::AnswerFromStore& request) = 0;
  virtual void send_batches(consensus::ValidatorIndex to, std::vector<WantedBytes> batches) = 0;
};

// Batches before their block is committed: written, not synced.
class BatchPort {
 public:
  virtual ~BatchPort() = default;
  // Any thread of the pool. False stops the process: the database refused.
  [[nodiscard]] virtual bool store(const consensus::BatchDigest& digest,
                                   const CachedBatch& batch) = 0;
  virtual void forget(const std::vector<consensus::BatchDigest>& digests) = 0;
};

// Content that final batches came without.
class ContentPort {
 public:
  virtual ~ContentPort() = default;
  // True if that peer has been asked for this: the batch is then judged there.
  [[nodiscard]] virtual bool take(consensus::ValidatorIndex from,
                                  const consensus::BatchDigest& digest,
                                  const OfferedBatch& batch) = 0;
};

// Those who have submitted transactions here.
class SubmissionPort {
 public:
  virtual ~SubmissionPort() = default;
  virtual void admitted(consensus::TxHandle handle) = 0;
  virtual void refused_busy(consensus::TxHandle handle, Duration retry_after) = 0;
};

// Whoever operates the node.
class OperatorPort {
 public:
  virtual ~OperatorPort() = default;
  virtual void evidence(const consensus::Evidence& evidence) = 0;
  virtual void alarm(const std::string& text) = 0;
  // Made durable before it returns; whatever is asked to be signed afterwards is not.
  virtual void halt(const consensus::Halt& halt) = 0;
};

struct EngineReceivers {
  PeerLink& peers;
  VerifyPool& pool;
  RecordPort& record;
  VotePort& votes;
  LaneKeyPort& lane_key;
  DeliveryPort& commits;
  StorePort& store;
  BatchPort& batches;
  ContentPort& contents;
  SubmissionPort& submissions;
  OperatorPort& operators;
};

}  // namespace vitalstream::node
