#include "node/app/rebuild_ledger.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "base/byte_reader.hpp"
#include "consensus/core/journal_record.hpp"
#include "node/app/block_replay.hpp"
#include "node/app/safety_record.hpp"
#include "node/app/salvaged_blocks.hpp"
#include "node/app/salvaged_remains.hpp"
#include "node/app/stopped_node.hpp"
#include "node/app/swap_databases.hpp"

namespace vitalstream::node {
namespace {

namespace fs = std::filesystem;

SetupFailure failed(storage::StorageError error) {
  return {"database: " + std::string(storage::to_string(error))};
}

Result<std::unique_ptr<storage::Database>, SetupFailure> open_rebuilt(const StoppedNode& node) {
  const fs::path path = node.directory->rebuilt_database_path();
  storage::DatabaseOptions options;
  options.missing = storage::MissingDatabase::Create;
  auto database = open_ledger({.keyring = node.keyring}, path, options);
  if (!database) {
    return SetupFailure{path.string() + ", begun by an earlier rebuild, cannot be continued: " +
                        database.error().reason + "; remove it and run this again"};
  }
  // It is nobody's yet: there is nothing to compare it with.
  if (const auto released = (*database)->release_deletions(); !released) {
    return failed(released.error());
  }
  return std::move(*database);
}

// Fills the new database with what the old one still holds.
Result<void, SetupFailure> salvage(const StoppedNode& node, storage::Database& rebuilt,
                                   const VerificationProgress& progress, RebuildReport& report) {
  storage::DatabaseOptions options;
  options.access = storage::DatabaseAccess::Read;
  const auto damaged =
      open_ledger({.keyring = node.keyring}, node.directory->database_path(), options);
  if (!damaged) {
    report.obstacle = damaged.error().reason;
    return {};
  }
  auto replay = BlockReplay::open(node.genesis, rebuilt);
  if (!replay) {
    return replay.error();
  }
  SalvagedBlocks blocks(node.genesis, **damaged, rebuilt.tip());
  report.before = blocks.end();
  for (auto group = blocks.next_group(); !group.empty(); group = blocks.next_group()) {
    for (Delivery& block : group) {
      const consensus::Height height = block.deliver.block.header.height;
      if (const auto replayed = (*replay)->replay(std::move(block)); !replayed) {
        return replayed;
      }
      progress("blocks", height.value(), report.before.value());
    }
  }
  report.obstacle = blocks.obstacle();
  replay->reset();
  const consensus::Height kept = rebuilt.tip() ? rebuilt.tip()->height : consensus::Height{};
  keep_attachments(**damaged, rebuilt, next(kept), report.before);
  keep_pending_batches(**damaged, rebuilt);
  keep_evidence(**damaged, rebuilt);
  return {};
}

bool is_witness_above(const Bytes& encoded, consensus::Height height) {
  ByteReader reader(encoded);
  const consensus::JournalRecord record = consensus::read_journal_record(reader);
  const auto* witness = std::get_if<consensus::WitnessedCommit>(&record);
  return reader.finished() && witness != nullptr && witness->height > height;
}

// The record bears witness of blocks that the new database is still to fetch: by this command it is
// no alarm that they are missing. Everything else that it holds stays, votes above all.
Result<void, SetupFailure> withdraw_witnesses(const StoppedNode& node, consensus::Height kept) {
  RecordFiles files(*node.files, node.keyring);
  auto record = open_safety_record(files, node.directory->journal_place());
  if (!record) {
    return record.error();
  }
  if (record->journal == nullptr) {
    return {};
  }
  std::vector<Bytes>& records = record->replay.records;
  if (std::erase_if(records, [&](const Bytes& one) { return is_witness_above(one, kept); }) == 0) {
    return {};
  }
  const auto written = record->journal->rotate(records);
  return written ? Result<void, SetupFailure>() : describe_record(written.error(), files);
}

}  // namespace

Result<RebuildReport, SetupFailure> rebuild_ledger(const Config& config,
                                                   const VerificationProgress& progress) {
  const auto node = open_stopped_node(config);
  if (!node) {
    return node.error();
  }
  const DatabasePlaces places = database_places(*node->directory);
  RebuildReport report;
  const SwapStage stage = swap_stage(places);
  if (stage == SwapStage::Done) {
    return SetupFailure{places.damaged.string() +
                        " is what an earlier rebuild has set aside: remove it first"};
  }
  {
    const auto rebuilt = open_rebuilt(*node);
    if (!rebuilt) {
      return rebuilt.error();
    }
    if (stage == SwapStage::Before) {
      if (const auto salvaged = salvage(*node, **rebuilt, progress, report); !salvaged) {
        return salvaged.error();
      }
    }
    if (const auto synced = (*rebuilt)->sync(); !synced) {
      return failed(synced.error());
    }
    report.kept = (*rebuilt)->tip() ? (*rebuilt)->tip()->height : consensus::Height{};
  }
  if (const auto withdrawn = withdraw_witnesses(*node, report.kept); !withdrawn) {
    return withdrawn.error();
  }
  if (const auto swapped = swap_databases(*node->files, places); !swapped) {
    return SetupFailure{places.database.string() + ": " +
                        std::string(storage::to_string(swapped.error()))};
  }
  report.set_aside = swap_stage(places) == SwapStage::Done ? places.damaged : fs::path();
  return report;
}

}  // namespace vitalstream::node
