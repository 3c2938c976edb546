#pragma once
// NodePorts: where the driver's effects go: the other threads of the node. Every function
// returns at once: it posts, or makes a write that is not synced (store_batch from a worker of the
// verify pool, the removal of batches and evidence from the driver's thread). Only a halt waits for
// the disk: nothing is to happen before it is durable.

#include <functional>
#include <string>

#include "node/commit/commit_pipeline.hpp"
#include "node/driver/driver.hpp"
#include "node/driver/durability.hpp"
#include "node/driver/store_server.hpp"
#include "node/driver/vote_signer.hpp"
#include "node/driver/wanted_contents.hpp"
#include "node/gateway/submissions.hpp"
#include "node/ground/log.hpp"
#include "node/ground/metrics.hpp"
#include "node/stores/evidence_store.hpp"

namespace vitalstream::node {

class NodePorts final : public DriverPorts {
 public:
  struct Parts {
    Durability* durability = nullptr;
    VoteSigner* signer = nullptr;
    CommitPipeline* commits = nullptr;
    StoreServer* store_server = nullptr;
    WantedContents* contents = nullptr;
    Submissions* submissions = nullptr;
    SerialThread* intake = nullptr;
    storage::Database* database = nullptr;
    EvidenceStore* evidence = nullptr;
    Metrics* metrics = nullptr;
    Log* log = nullptr;
    std::function<void(consensus::Incarnation)> renew;
    std::function<void(std::string)> fatal;
    // Writes the note of a halt.
    std::function<Result<void, storage::FileError>(const consensus::Halt&)> note_halt;
  };

  // Before the driver starts.
  void use(Parts parts) { parts_ = std::move(parts); }

  void persist(EffectGate::Ticket ticket, std::vector<Bytes> records) override;
  void rotate(EffectGate::Ticket ticket, std::vector<Bytes> records) override;
  void sign(const consensus::VoteSubject& subject) override;
  void deliver(Delivery delivery) override;
  void answer_from_store(const consensus::AnswerFromStore& request) override;
  void send_batches(consensus::ValidatorIndex to, std::vector<WantedBytes> batches) override;
  [[nodiscard]] bool store_batch(const consensus::BatchDigest& digest,
                                 const CachedBatch& batch) override;
  [[nodiscard]] bool take_content(consensus::ValidatorIndex from,
                                  const consensus::BatchDigest& digest,
                                  const OfferedBatch& batch) override;
  void forget_batches(const std::vector<consensus::BatchDigest>& digests) override;
  void renew_incarnation(consensus::Incarnation greater_than) override;
  void admitted(consensus::TxHandle handle) override;
  void refused_busy(consensus::TxHandle handle, Duration retry_after) override;
  void evidence(const consensus::Evidence& evidence) override;
  void alarm(const std::string& text) override;
  void halt(const consensus::Halt& halt) override;

 private:
  Parts parts_;
  bool may_sign_ = true;  // until a halt; the driver's thread
};

}  // namespace vitalstream::node
