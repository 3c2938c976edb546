#pragma once
// LedgerAudit: does the database hold what the validators have signed? It walks the chain from the
// first block to the newest and computes everything anew from genesis: the chain of digests, every
// batch and signature, the Merkle log and its tiles, results and the chain of executed roots,
// positions of transactions, certificates, this validator's seals. It does not execute transactions
// again: that the state is theirs shows in the roots that the next blocks' validators have signed.
// For `vitalstream ledger verify`, on a node that stands still. One thread; it only reads.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/merkle_frontier.hpp"
#include "node/batches/batch_intake.hpp"
#include "node/stores/genesis_file.hpp"
#include "node/stores/ledger_reader.hpp"

namespace vitalstream::node {

struct AuditCounts {
  std::uint64_t blocks = 0;
  std::uint64_t batches = 0;
  std::uint64_t transactions = 0;
  std::uint64_t certificates = 0;
  // This validator's own, also of blocks that are still to be fetched after a rebuild.
  std::uint64_t seals = 0;
  // Not all that they commit to is here: lawful, because content may come later than its block.
  std::uint64_t batches_without_attachments = 0;
};

struct AuditFinding {
  consensus::Height height;
  std::string what;
};

class LedgerAudit {
 public:
  // Both outlive the audit.
  LedgerAudit(const LoadedGenesis& genesis, const storage::Database& database);

  // The newest block; 0 without any.
  [[nodiscard]] consensus::Height end() const { return end_; }
  // Checks the next block. False if none is left, or if so much is wrong that more says nothing.
  [[nodiscard]] bool step();

  [[nodiscard]] const AuditCounts& counts() const { return counts_; }
  [[nodiscard]] const std::vector<AuditFinding>& findings() const { return findings_; }
  // Up to here certificates make the blocks final. What follows is what a crash left on its way.
  [[nodiscard]] consensus::Height certified() const { return certified_; }

 private:
  using Batches = std::vector<std::shared_ptr<const CachedBatch>>;

  void check_block(consensus::Height height);
  void check_header(const BlockRecord& record);
  [[nodiscard]] std::optional<Batches> check_batches(const consensus::Block& block);
  [[nodiscard]] std::shared_ptr<const CachedBatch> check_batch(consensus::Height height,
                                                               const consensus::BatchRef& expected);
  [[nodiscard]] Result<VerifiedIntake, BatchFault> verify(const net::BatchFrame& frame);
  void check_log(const consensus::BlockHeader& header, const Batches& batches);
  void check_positions(consensus::Height height, const Batches& batches);
  [[nodiscard]] bool is_found_by_id(const ledger::TxId& id, const storage::TxLocation& here) const;
  void check_execution(const consensus::BlockHeader& header, const Batches& batches);
  void check_executed_root(const consensus::BlockHeader& header);
  void check_finalization(const BlockRecord& record);
  void look_for_seal(consensus::Height from);
  void check_seal(const BlockRecord& record);
  void check_seals_ahead();
  [[nodiscard]] std::optional<consensus::Seal> take_seal();
  void find(consensus::Height height, std::string what);

  const LoadedGenesis& genesis_;
  const storage::Database& database_;
  LedgerReader reader_;
  IntakeContext context_;
  VerifyWorker worker_;

  consensus::Height end_;
  consensus::Height done_;
  consensus::Height certified_;
  // Of the block before.
  consensus::BlockDigest parent_;
  UnixMs parent_time_;
  ledger::StateRoot executed_;
  crypto::MerkleFrontier log_;
  crypto::TileBuilder tiles_;
  std::optional<storage::AtHeight> next_seal_;

  AuditCounts counts_;
  std::vector<AuditFinding> findings_;
};

}  // namespace vitalstream::node
