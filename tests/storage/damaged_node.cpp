#include "tests/storage/damaged_node.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/assert.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "consensus/core/journal_record.hpp"
#include "node/stores/ledger_keys.hpp"
#include "node/stores/ledger_reader.hpp"
#include "node/stores/safety_record.hpp"
#include "support/a_seal.hpp"

namespace vitalstream::node::testing {
namespace {

constexpr const char* kData = "/data";
// So long that a page holds nothing else.
constexpr std::size_t kContentBytes = 9'000;
constexpr std::uint64_t kVotes = 7;

Bytes encoded(const consensus::JournalRecord& record) {
  ByteWriter writer;
  consensus::write_journal_record(writer, record);
  return writer.take();
}

Bytes a_vote(std::uint64_t view) {
  return encoded(consensus::CastVote{consensus::make_notarize(
      consensus::Epoch{1}, consensus::View{view}, consensus::View{view - 1}, {})});
}

}  // namespace

DamagedNode::DamagedNode()
    : places_{std::string(kData) + "/db", std::string(kData) + "/db.rebuild",
              std::string(kData) + "/db.damaged"},
      record_{.directory = std::string(kData) + "/safety", .identity = {1, 2, 3}} {
  const auto disk = std::make_shared<storage::CrashFileSystem>(1);
  {
    ALedger ledger([&](storage::MissingDatabase missing) { return open(disk, missing); });
    genesis_ = a_loaded_genesis(ledger.member());
    genesis_.own = genesis_.genesis.document.validators[kSealer - 1];
    grow(ledger);
  }
  write_record(disk->disk());
  safety_ = disk->image(record_.directory.string());
  damage(disk);
}

std::unique_ptr<storage::Database> DamagedNode::open(const Disk& disk,
                                                     storage::MissingDatabase missing) const {
  storage::DatabaseOptions options;
  options.missing = missing;
  auto database =
      open_ledger({.keyring = keys_, .beneath = disk}, places_.database, std::move(options));
  return database ? std::move(*database) : nullptr;
}

void DamagedNode::grow(ALedger& ledger) {
  std::vector<Delivery> deliveries;
  for (std::uint64_t height = 1; height <= kBlocks + 1; ++height) {
    const auto filling = static_cast<std::uint8_t>(height);
    const VerifiedIntake batch =
        ledger.close({ledger.put("tx-" + std::to_string(height), Bytes(kContentBytes, filling))});
    batches_.push_back(batch.verified.digest);
    if (height <= kBlocks) {
      deliveries.push_back(ledger.deliver({batch}));
    }
  }
  const auto told = ledger.commit(std::move(deliveries));
  VS_ASSERT(told.committed.size() == kBlocks && told.failures.empty());
  VS_ASSERT(ledger.database().put_evidence(Bytes{1}, Bytes{2, 3}));
  for (const CommittedBlock& block : told.committed) {
    const consensus::Height height{block.height};
    VS_ASSERT(ledger.database().put_seal(height, encoded_seal(a_seal({height, {}, {}}))));
  }
  VS_ASSERT(ledger.database().sync());
  ledger.reopen();
}

void DamagedNode::write_record(storage::CrashDisk& disk) {
  RecordFiles files(disk, keys_);
  auto opened = storage::Journal::create(files.ops(), record_);
  VS_ASSERT(opened);
  const auto keep = [&](const Bytes& record) {
    opened->journal->append(record);
    VS_ASSERT(opened->journal->sync());
  };
  keep(encoded(consensus::NewRecord{consensus::Epoch{1}, consensus::View{0}}));
  for (std::uint64_t height = 1; height <= kBlocks; ++height) {
    keep(a_vote(height));
    keep(encoded(consensus::WitnessedCommit{consensus::Height{height}, {}, {}}));
  }
  keep(a_vote(kVotes));
}

// Bodies lie in the order of their digests, and two may share a page, so the place where the
// content of one block alone is hit has to be looked for.
void DamagedNode::damage(const Disk& disk) {
  database_ = disk->image(places_.database.string());
  const storage::DiskImage sound = database_;
  for (const auto& [path, contents] : sound) {
    for (std::size_t at = contents.size(); path.ends_with(".blob") && at > 1'000; at -= 1'000) {
      database_ = sound;
      database_[path][at - 500] ^= 1;
      const Disk copy = this->disk(1);
      const auto report = rebuild(copy);
      if (report && report->kept == consensus::Height{kDamagedBlock - 1} &&
          holdings(copy)->contents.size() == kBlocks) {
        return;
      }
    }
  }
  VS_ASSERT(false);
}

DamagedNode::Disk DamagedNode::disk(std::uint64_t seed) const {
  auto disk = std::make_shared<storage::CrashFileSystem>(seed);
  disk->load(places_.database.string(), database_);
  disk->load(record_.directory.string(), safety_);
  disk->disk().lose_directories();
  // RocksDB renames CURRENT without having synced the directory for its manifest before.
  disk->disk().keep_names_in_order();
  disk->disk().reorder_names_in(kData);
  return disk;
}

Result<RebuildReport, SetupFailure> DamagedNode::rebuild(const Disk& disk) const {
  const RebuildSite site{.genesis = genesis_,
                         .files = disk->disk(),
                         .ledger = {.keyring = keys_, .beneath = disk},
                         .databases = places_,
                         .record = record_};
  return rebuild_ledger(site, [](std::string_view, std::uint64_t, std::uint64_t) {});
}

std::optional<Holdings> DamagedNode::holdings(const Disk& disk) const {
  const auto database = open(disk, storage::MissingDatabase::Refuse);
  if (database == nullptr) {
    return std::nullopt;
  }
  Holdings found;
  const storage::ReadView view = database->latest();
  const std::uint64_t end = database->tip() ? database->tip()->height.value() : 0;
  for (std::uint64_t height = 1; height <= end; ++height) {
    const auto block = view.block(consensus::Height{height});
    const auto executed = view.executed(consensus::Height{height});
    const auto finalization = view.finalization(consensus::Height{height});
    if (!block || !*block || !executed || !*executed || !finalization || !*finalization) {
      return std::nullopt;
    }
    found.blocks.push_back((*block)->digest);
    found.executed.push_back((*executed)->executed_root);
    found.finalizations.push_back(**finalization);
  }
  for (const storage::BatchDigest& batch : batches_) {
    const auto contents = database->attachments().read_all(batch);
    if (contents && contents->size() == 1) {
      found.contents.push_back(batch);
    }
  }
  for (auto seal = view.first_seal_from(consensus::Height{1}); seal && *seal;
       seal = view.first_seal_from(next(found.seals.back()))) {
    found.seals.push_back((*seal)->height);
  }
  const auto pending = view.pending_batches();
  const auto evidence = view.evidence();
  if (!pending || !evidence) {
    return std::nullopt;
  }
  found.pending = *pending;
  for (const storage::KeyValue& one : *evidence) {
    found.evidence.push_back(one.value);
  }
  return found;
}

bool DamagedNode::is_untouched(const Disk& disk, const std::filesystem::path& path) const {
  if (!disk->disk().list(path)) {
    return false;
  }
  storage::DiskImage found;
  for (const auto& [file, contents] : disk->image(path.string())) {
    found[places_.database / std::filesystem::path(file).filename()] = contents;
  }
  return found == database_;
}

std::optional<DamagedNode::Record> DamagedNode::record(const Disk& disk) const {
  RecordFiles files(disk->disk(), keys_);
  const auto replay = storage::Journal::look(files.ops(), record_);
  if (!replay) {
    return std::nullopt;
  }
  Record found;
  for (const Bytes& bytes : replay->records) {
    ByteReader reader(bytes);
    const consensus::JournalRecord record = consensus::read_journal_record(reader);
    if (const auto* vote = std::get_if<consensus::CastVote>(&record)) {
      found.votes.push_back(vote->subject.view);
    } else if (const auto* witness = std::get_if<consensus::WitnessedCommit>(&record)) {
      found.witnessed.push_back(witness->height);
    }
  }
  return found;
}

}  // namespace vitalstream::node::testing
