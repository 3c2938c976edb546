#include "node/upkeep/block_replay.hpp"

#include <utility>

#include "base/result.hpp"
#include "node/batches/stored_attachments.hpp"

namespace vitalstream::node {

BlockReplay::BlockReplay(const LoadedGenesis& genesis, storage::Database& database)
    : genesis_(genesis.genesis.hash),
      members_(ledger::members_of(genesis.genesis.document)),
      database_(database) {}

Result<std::unique_ptr<BlockReplay>, SetupFailure> BlockReplay::open(const LoadedGenesis& genesis,
                                                                     storage::Database& database) {
  std::unique_ptr<BlockReplay> replay(new BlockReplay(genesis, database));
  const ledger::GenesisDocument& document = genesis.genesis.document;
  VS_TRY(committer, BlockCommitter::open(
                        {document.chain, document.parameters.exp_seconds_max, &replay->members_},
                        replay->genesis_, database));
  replay->committer_ = std::move(committer);
  return replay;
}

Result<void, SetupFailure> BlockReplay::replay(const Delivery& block) {
  VS_RETURN_IF_ERROR(keep_batches(block));
  if (const auto committed = commit_block(*committer_, block); !committed) {
    return SetupFailure{committed.error().reason};
  }
  return check_root(block.deliver.block.header);
}

Result<void, SetupFailure> BlockReplay::keep_batches(const Delivery& block) {
  for (std::size_t i = 0; i < block.batches.size(); ++i) {
    const CachedBatch& batch = *block.batches[i];
    const SplitAttachments split =
        split_attachments(batch.attachments, batch.parsed.transactions().size());
    const auto kept = database_.put_batch(
        {block.deliver.block.references[i].digest, batch.stored, split.entries});
    if (!kept) {
      return SetupFailure{"database: " + std::string(storage::to_string(kept.error()))};
    }
  }
  return {};
}

Result<void, SetupFailure> BlockReplay::check_root(const consensus::BlockHeader& header) const {
  const std::string block = "block " + std::to_string(header.executed_height.value());
  consensus::ExecutedRoot own = Executor::genesis_root(genesis_);
  if (header.executed_height > consensus::Height{0}) {
    const auto executed = database_.latest().executed(header.executed_height);
    if (!executed || !*executed) {
      return SetupFailure{block +
                          ", executed again, has a result that cannot be read back from "
                          "the new database: check the disk, remove what the rebuild has "
                          "begun, and run it again"};
    }
    own = (*executed)->executed_root;
  }
  if (own == header.executed_root) {
    return {};
  }
  return SetupFailure{block +
                      ", executed again, has another result than the validators have "
                      "signed: run the release that wrote the ledger"};
}

}  // namespace vitalstream::node
