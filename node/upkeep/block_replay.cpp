#include "node/upkeep/block_replay.hpp"

#include <utility>

#include "base/result.hpp"
#include "node/batches/stored_attachments.hpp"
#include "node/ground/build_info.hpp"

namespace vitalstream::node {

BlockReplay::BlockReplay(const LoadedGenesis& genesis, storage::Database& database)
    : genesis_(genesis.genesis.hash),
      members_(ledger::members_of(genesis.genesis.document)),
      database_(database),
      metrics_(std::string(version())) {}

Result<std::unique_ptr<BlockReplay>, SetupFailure> BlockReplay::open(
    const LoadedGenesis& genesis, storage::Database& database) {
  std::unique_ptr<BlockReplay> replay(new BlockReplay(genesis, database));
  const ledger::GenesisDocument& document = genesis.genesis.document;
  auto executor = Executor::open(
      {document.chain, document.parameters.exp_seconds_max, &replay->members_}, replay->genesis_,
      database);
  if (!executor) {
    return executor.error();
  }
  VS_TRY(position, read_position(database));
  CommitPipeline::Events events;
  events.on_final = [](const Delivery&) {};
  events.on_ordered = [](const OrderedBlock&) {};
  events.on_executed = [](consensus::Height, const consensus::ExecutedRoot&) {};
  // Whoever runs on the rebuilt database asks for it.
  events.on_content_wanted = [](const std::vector<consensus::BatchDigest>&) {};
  events.on_committed = [&one = *replay](const CommittedBlock&) { one.finished_.release(); };
  events.on_failure = [&one = *replay](std::string reason) {
    one.failure_ = std::move(reason);
    one.finished_.release();
  };
  events.on_unreadable = events.on_failure;
  replay->pipeline_ =
      std::make_unique<CommitPipeline>(database, std::move(*executor), std::move(position),
                                       replay->metrics_, std::move(events));
  return replay;
}

Result<void, SetupFailure> BlockReplay::replay(Delivery block) {
  VS_RETURN_IF_ERROR(keep_batches(block));
  const consensus::BlockHeader header = block.deliver.block.header;
  pipeline_->deliver(std::move(block));
  finished_.acquire();
  if (!failure_.empty()) {
    return SetupFailure{failure_};
  }
  return check_root(header);
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
      return SetupFailure{block + ", executed again, has a result that cannot be read back from "
                                  "the new database: check the disk, remove what the rebuild has "
                                  "begun, and run it again"};
    }
    own = (*executed)->executed_root;
  }
  if (own == header.executed_root) {
    return {};
  }
  return SetupFailure{block + ", executed again, has another result than the validators have "
                              "signed: run the release that wrote the ledger"};
}

}  // namespace vitalstream::node
