#pragma once
// A ledger on disk as a node grows it: transactions of one enrolled member, closed into batches of
// one lane with real keys, in blocks that are committed by the real pipeline. The clock of its
// blocks lies within the expiry of the transactions.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "node/batches/batch_maker.hpp"
#include "node/commit/commit_pipeline.hpp"
#include "node/stores/genesis_file.hpp"
#include "support/a_batch.hpp"
#include "tests/support/temp_directory.hpp"

namespace vitalstream::node::testing {

using Pending = std::shared_ptr<const PendingTx>;

// Of the lane of this validator, certified by its key.
[[nodiscard]] consensus::LaneKey a_certified_lane_key(std::uint32_t validator,
                                                      std::uint64_t incarnation);
[[nodiscard]] crypto::SigningKey lane_signing_key();

// Of the chain that ALedger grows: validators 1 to 4, and this member.
[[nodiscard]] LoadedGenesis a_loaded_genesis(const ledger::testing::TestSigner& member);

class ALedger {
 public:
  static constexpr std::uint32_t kLaneOwner = 2;

  using Opener =
      std::function<std::unique_ptr<storage::Database>(storage::MissingDatabase missing)>;

  ALedger();
  // On a disk of the caller's; the opener makes the database at first.
  explicit ALedger(Opener open);

  [[nodiscard]] storage::Database& database() { return *database_; }
  [[nodiscard]] ledger::ChainRules rules() const { return {ChainId{"test-chain"}, 600, &members_}; }
  [[nodiscard]] const ledger::testing::TestSigner& member() const { return member_; }

  // What is written leaves the log for tables and bodies; meanwhile this is done to their folder.
  void reopen(const std::function<void(const std::filesystem::path&)>& while_closed = {});

  // A record.put of the member, told apart by its jti.
  [[nodiscard]] Pending put(std::string_view jti) const;
  // The same with one attachment, to which it commits.
  [[nodiscard]] Pending put(std::string_view jti, Bytes content) const;
  [[nodiscard]] Pending pending(ledger::testing::TransactionBuilder builder,
                                ledger::AttachmentList attachments = {}) const;

  // The next batch of the lane, kept in the database as a node keeps it.
  VerifiedIntake close(const std::vector<Pending>& items);
  // The next final block with these batches.
  [[nodiscard]] Delivery deliver(const std::vector<VerifiedIntake>& batches);

  // From now on headers commit to the state after this block (E2).
  void commit_to(const std::pair<consensus::Height, consensus::ExecutedRoot>& executed) {
    executed_ = executed;
  }

  // What the pipeline has told.
  struct Told {
    std::vector<OrderedBlock> ordered;
    std::vector<CommittedBlock> committed;
    std::vector<std::pair<consensus::Height, consensus::ExecutedRoot>> executed;
    std::vector<consensus::BatchDigest> content_wanted;
    std::vector<std::string> failures;
  };
  // Commits these by a pipeline that goes on where the database ends, as after a restart.
  Told commit(std::vector<Delivery> deliveries);
  // Seals, delivers and commits one block for each group of transactions.
  Told commit_blocks(const std::vector<std::vector<Pending>>& blocks);

 private:
  vitalstream::testing::TempDirectory directory_;
  Opener open_;
  std::unique_ptr<storage::Database> database_;
  ledger::testing::TestSigner member_{crypto::SignatureAlgorithm::Ed25519, 1};
  ledger::MemberDirectory members_;
  BatchMaker sealer_;
  consensus::LanePosition lane_tip_;
  consensus::BlockHeader parent_;
  consensus::BlockDigest parent_digest_;
  std::pair<consensus::Height, consensus::ExecutedRoot> executed_;
  crypto::MerkleFrontier log_;
};

}  // namespace vitalstream::node::testing
