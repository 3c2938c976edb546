#include "node/upkeep/rebuild_ledger.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "base/byte_reader.hpp"
#include "base/result.hpp"
#include "consensus/core/journal_record.hpp"
#include "node/stores/safety_record.hpp"
#include "node/upkeep/block_replay.hpp"
#include "node/upkeep/salvaged_blocks.hpp"
#include "node/upkeep/salvaged_remains.hpp"
#include "node/upkeep/stopped_node.hpp"

namespace vitalstream::node {
namespace {

namespace fs = std::filesystem;

SetupFailure failed(storage::StorageError error) {
  return {"database: " + std::string(storage::to_string(error))};
}

// The faults of one database are not those of another.
LedgerFiles anew(const LedgerFiles& files) {
  return {.keyring = files.keyring, .beneath = files.beneath};
}

Result<std::unique_ptr<storage::Database>, SetupFailure> open_rebuilt(const RebuildSite& site) {
  const fs::path& path = site.databases.rebuilt;
  storage::DatabaseOptions options;
  options.missing = storage::MissingDatabase::Create;
  auto database = open_ledger(anew(site.ledger), path, options);
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
Result<void, SetupFailure> salvage(const RebuildSite& site, storage::Database& rebuilt,
                                   const VerificationProgress& progress, RebuildReport& report) {
  storage::DatabaseOptions options;
  options.access = storage::DatabaseAccess::Read;
  const LedgerFiles files = anew(site.ledger);
  const auto damaged = open_ledger(files, site.databases.database, options);
  if (!damaged) {
    // Where, without the advice to do what is being done.
    const auto faults = files.faults->faults();
    report.obstacle = faults.empty() ? damaged.error().reason : storage::locate(faults.front());
    return {};
  }
  VS_TRY(replay, BlockReplay::open(site.genesis, rebuilt));
  SalvagedBlocks blocks(site.genesis, **damaged, rebuilt.tip());
  report.before = blocks.end();
  for (auto group = blocks.next_group(); !group.empty(); group = blocks.next_group()) {
    for (const Delivery& block : group) {
      const consensus::Height height = block.deliver.block.header.height;
      VS_RETURN_IF_ERROR(replay->replay(block));
      progress("blocks", height.value(), report.before.value());
    }
  }
  report.obstacle = blocks.obstacle();
  replay.reset();
  const consensus::Height kept = rebuilt.tip() ? rebuilt.tip()->height : consensus::Height{};
  keep_attachments(**damaged, rebuilt, next(kept), report.before);
  keep_pending_batches(**damaged, rebuilt);
  keep_evidence(**damaged, rebuilt);
  keep_seals(site.genesis, **damaged, rebuilt, report.before);
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
Result<void, SetupFailure> withdraw_witnesses(const RebuildSite& site, consensus::Height kept) {
  RecordFiles files(site.files, site.ledger.keyring);
  VS_TRY(record, open_safety_record(files, site.record));
  if (record.journal == nullptr) {
    return {};
  }
  std::vector<Bytes>& records = record.replay.records;
  if (std::erase_if(records, [&](const Bytes& one) { return is_witness_above(one, kept); }) == 0) {
    return {};
  }
  const auto written = record.journal->rotate(records);
  return written ? Result<void, SetupFailure>() : describe_record(written.error(), files);
}

Result<SwapStage, SetupFailure> begin(const RebuildSite& site) {
  const fs::path& damaged = site.databases.damaged;
  const auto stage = swap_stage(site.files, site.databases);
  if (!stage) {
    return SetupFailure{damaged.parent_path().string() + ": " +
                        std::string(storage::to_string(stage.error()))};
  }
  if (*stage == SwapStage::Done) {
    return SetupFailure{"a rebuild was finished, and " + damaged.string() +
                        " is what it has set aside: run `vitalstream start`, or remove it first "
                        "and rebuild once more"};
  }
  if (*stage == SwapStage::Broken) {
    return check_swap(site.files, site.databases).error();
  }
  return *stage;
}

}  // namespace

Result<RebuildReport, SetupFailure> rebuild_ledger(const Config& config,
                                                   const VerificationProgress& progress) {
  const auto node = open_stopped_node(config);
  if (!node) {
    return node.error();
  }
  return rebuild_ledger(RebuildSite{.genesis = node->genesis,
                                    .files = *node->files,
                                    .ledger = {.keyring = node->keyring},
                                    .databases = database_places(*node->directory),
                                    .record = node->directory->journal_place()},
                        progress);
}

Result<RebuildReport, SetupFailure> rebuild_ledger(const RebuildSite& site,
                                                   const VerificationProgress& progress) {
  VS_TRY(stage, begin(site));
  RebuildReport report;
  {
    VS_TRY(rebuilt, open_rebuilt(site));
    if (stage == SwapStage::Before) {
      VS_RETURN_IF_ERROR(salvage(site, *rebuilt, progress, report));
    }
    if (const auto synced = rebuilt->sync(); !synced) {
      return failed(synced.error());
    }
    report.kept = rebuilt->tip() ? rebuilt->tip()->height : consensus::Height{};
  }
  VS_RETURN_IF_ERROR(withdraw_witnesses(site, report.kept));
  if (const auto swapped = swap_databases(site.files, site.databases); !swapped) {
    return SetupFailure{site.databases.database.string() + ": " +
                        std::string(storage::to_string(swapped.error()))};
  }
  const auto swapped = swap_stage(site.files, site.databases);
  report.set_aside = swapped && *swapped == SwapStage::Done ? site.databases.damaged : fs::path();
  return report;
}

}  // namespace vitalstream::node
