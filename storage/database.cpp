#include "storage/database.hpp"

#include <array>
#include <set>
#include <utility>

#include "base/assert.hpp"
#include "base/result.hpp"
#include "storage/keys.hpp"
#include "storage/rocks/attachment_writes.hpp"
#include "storage/rocks/checkpoint.hpp"
#include "storage/rocks/commit_writes.hpp"
#include "storage/rocks/handle.hpp"
#include "storage/rocks/snapshot.hpp"
#include "storage/rocks/status.hpp"

namespace vitalstream::storage {
namespace {

// Adding to a write batch fails only for a batch beyond all limits.
void added(const rocksdb::Status& status) { VS_ASSERT(status.ok()); }

OpenFailure to_failure(const rocksdb::Status& status, const DatabaseOptions& options,
                       const std::filesystem::path& path) {
  std::error_code error;
  const bool is_missing = options.missing == MissingDatabase::Refuse &&
                          std::filesystem::status(path / "CURRENT", error).type() ==
                              std::filesystem::file_type::not_found;
  return {is_missing ? StorageError::Missing : to_storage_error(status), status.ToString()};
}

std::uint64_t number_of(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family,
                        const std::string& property) {
  std::uint64_t number = 0;
  return db.GetIntProperty(family, property, &number) ? number : 0;
}

// No row of Meta begins like this (keys.hpp).
constexpr std::array<std::uint8_t, 1> kNoRow{0};

// RocksDB puts a slash before some names.
std::string file_name(const std::string& name) {
  return std::filesystem::path(name).filename().string();
}

// The lowest level and the bodies too, which compaction leaves alone unless it is told.
rocksdb::CompactRangeOptions everything() {
  rocksdb::CompactRangeOptions options;
  options.exclusive_manual_compaction = true;
  // Otherwise tables are moved down as they are.
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  options.blob_garbage_collection_policy = rocksdb::BlobGarbageCollectionPolicy::kForce;
  options.blob_garbage_collection_age_cutoff = 1.0;
  return options;
}

}  // namespace

Database::Database(std::unique_ptr<RocksHandle> rocks)
    : rocks_(std::move(rocks)),
      syncs_([this] { return rocks_->latched(rocks_->db().FlushWAL(/*sync=*/true)); }) {}

Database::~Database() = default;

Result<std::unique_ptr<Database>, OpenFailure> Database::open(const std::filesystem::path& path,
                                                              const DatabaseOptions& options) {
  auto rocks = RocksHandle::open(path, options);
  if (!rocks) {
    return to_failure(rocks.error(), options, path);
  }
  std::unique_ptr<Database> database(new Database(std::move(*rocks)));
  if (const Written loaded = database->load_position(); !loaded) {
    return OpenFailure{loaded.error(), "the position of the ledger cannot be read"};
  }
  return database;
}

Written Database::load_position() {
  VS_TRY(tip, latest().tip());
  tip_ = tip;
  const std::unique_ptr<rocksdb::Iterator> window(
      rocks_->db().NewIterator(rocksdb::ReadOptions(), rocks_->family(ColumnFamily::Window)));
  window->SeekToFirst();
  if (!window->status().ok()) {
    return to_storage_error(window->status());
  }
  if (window->Valid()) {
    window_floor_ = height_of_key(to_view(window->key())).value_or(Height(0));
  } else if (tip_) {
    window_floor_ = tip_->height;
  }
  return {};
}

Written Database::release_deletions() { return rocks_->latched(rocks_->deletions().release()); }

Written Database::put_batch(const NewBatch& batch) {
  VS_TRY(is_held, latest().has_batch(batch.digest));
  rocksdb::WriteBatch writes;
  if (!is_held) {
    added(writes.Put(rocks_->family(ColumnFamily::Batches), to_slice(batch.digest.view()),
                     to_slice(batch.encoded)));
    added(writes.Put(rocks_->family(ColumnFamily::Meta), to_slice(pending_batch_key(batch.digest)),
                     rocksdb::Slice()));
  }
  for (const NewAttachment& attachment : batch.attachments) {
    add_attachment(writes, *rocks_, batch.digest, attachment);
  }
  return writes.Count() == 0 ? Written{} : rocks_->write(writes);
}

Written Database::put_attachments(const BatchDigest& batch,
                                  std::span<const NewAttachment> attachments) {
  rocksdb::WriteBatch writes;
  for (const NewAttachment& attachment : attachments) {
    add_attachment(writes, *rocks_, batch, attachment);
  }
  return writes.Count() == 0 ? Written{} : rocks_->write(writes);
}

Written Database::put_content(const BatchDigest& batch,
                              std::span<const NewAttachment> attachments) {
  rocksdb::WriteBatch writes;
  for (const NewAttachment& attachment : attachments) {
    add_attachment(writes, *rocks_, batch, attachment);
  }
  added(writes.Delete(rocks_->family(ColumnFamily::Meta), to_slice(wanted_content_key(batch))));
  return rocks_->write(writes);
}

Written Database::remove_batches(std::span<const BatchDigest> digests) {
  rocksdb::WriteBatch writes;
  for (const BatchDigest& digest : digests) {
    added(writes.Delete(rocks_->family(ColumnFamily::Batches), to_slice(digest.view())));
    added(writes.Delete(rocks_->family(ColumnFamily::Meta), to_slice(pending_batch_key(digest))));
    remove_attachments(writes, *rocks_, digest);
  }
  return rocks_->write(writes);
}

Written Database::put_finalization(Height height, ByteView encoded) {
  rocksdb::WriteBatch writes;
  added(writes.Put(rocks_->family(ColumnFamily::Finalizations), to_slice(height_key(height)),
                   to_slice(encoded)));
  return rocks_->write(writes);
}

Written Database::put_seal(Height height, ByteView encoded) {
  rocksdb::WriteBatch writes;
  added(writes.Put(rocks_->family(ColumnFamily::Blocks),
                   to_slice(block_field_key(BlockField::Seal, height)), to_slice(encoded)));
  return rocks_->write(writes);
}

Written Database::put_evidence(ByteView key, ByteView encoded) {
  rocksdb::WriteBatch writes;
  added(writes.Put(rocks_->family(ColumnFamily::Evidence), to_slice(key), to_slice(encoded)));
  return rocks_->write(writes);
}

CommitBatch Database::begin_commit(const Tip& tip) {
  VS_ASSERT(tip.height == next(tip_ ? tip_->height : Height(0)));
  return CommitBatch(*rocks_, tip, window_floor_);
}

Written Database::commit(CommitBatch commit_batch) {
  VS_ASSERT(commit_batch.tip_.height == next(tip_ ? tip_->height : Height(0)));
  commit_batch.finish();
  if (Written written = rocks_->write(commit_batch.writes_->finish()); !written) {
    return written;
  }
  tip_ = commit_batch.tip_;
  window_floor_ = commit_batch.window_floor_;
  return {};
}

Written Database::sync() { return syncs_.run(); }

ReadView Database::latest() const { return ReadView(*rocks_, rocks_->families(), nullptr); }

// The families of the same moment: another state may be taken into use in between.
ReadView Database::snapshot() const {
  while (true) {
    auto families = rocks_->families();
    auto snapshot = std::make_shared<const ReadView::Snapshot>(*rocks_);
    if (rocks_->families() == families) {
      return ReadView(*rocks_, std::move(families), std::move(snapshot));
    }
  }
}

AttachmentStore Database::attachments() const { return AttachmentStore(*rocks_); }

std::optional<StorageError> Database::failure() const { return rocks_->errors().first(); }

Written Database::checkpoint(const std::filesystem::path& folder) const {
  return make_checkpoint(*rocks_, folder);
}

Result<std::unique_ptr<FreshState>, StorageError> Database::begin_fresh_state() {
  VS_TRY(families, rocks_->make_remade());
  return std::unique_ptr<FreshState>(new FreshState(*rocks_, std::move(families)));
}

Written Database::use_state(FreshState& fresh) {
  rocksdb::WriteBatch writes;
  added(writes.Put(rocks_->family(ColumnFamily::Meta), to_slice(state_generation_key()),
                   to_slice(encode_generation(fresh.families_->generation))));
  // From here on nothing drops them but an opening: after a failed sync only that can tell which of
  // the two is in use.
  fresh.is_used_ = true;
  if (Written written = rocks_->write(writes); !written) {
    return written;
  }
  // What is dropped must not be what the next opening believes to be in use.
  if (Written synced = sync(); !synced) {
    return synced;
  }
  rocks_->use(fresh.families_);
  return {};
}

std::vector<std::string> Database::rest_hindered_merges() {
  std::vector<std::string> rested;
  const auto families = rocks_->families();
  const auto hindered = rocks_->errors().take_hindered();
  for (const ColumnFamily family : kColumnFamilies) {
    rocksdb::ColumnFamilyHandle* const handle = families->of(family);
    if (!hindered.contains(handle->GetName())) {
      continue;
    }
    // If that fails, the next failed merge says so again.
    const rocksdb::Status set =
        rocks_->db().SetOptions(handle, {{"disable_auto_compactions", "true"}});
    if (set.ok()) {
      rested.emplace_back(name_of(family));
    }
  }
  return rested;
}

std::vector<FamilyUsage> Database::usage() const {
  std::vector<FamilyUsage> usage;
  const auto families = rocks_->families();
  for (const ColumnFamily family : kColumnFamilies) {
    rocksdb::ColumnFamilyHandle* handle = families->of(family);
    usage.push_back(
        {.name = name_of(family),
         .table_bytes = number_of(rocks_->db(), handle, rocksdb::DB::Properties::kLiveSstFilesSize),
         .blob_bytes = number_of(rocks_->db(), handle, rocksdb::DB::Properties::kLiveBlobFileSize),
         .memory_bytes =
             number_of(rocks_->db(), handle, rocksdb::DB::Properties::kSizeAllMemTables)});
  }
  return usage;
}

std::vector<FamilyFile> Database::files() const {
  std::vector<FamilyFile> files;
  const auto families = rocks_->families();
  for (const ColumnFamily family : kColumnFamilies) {
    rocksdb::ColumnFamilyMetaData data;
    rocks_->db().GetColumnFamilyMetaData(families->of(family), &data);
    for (const rocksdb::LevelMetaData& level : data.levels) {
      for (const rocksdb::SstFileMetaData& table : level.files) {
        files.push_back({name_of(family), file_name(table.name), table.size});
      }
    }
    for (const rocksdb::BlobMetaData& bodies : data.blob_files) {
      files.push_back({name_of(family), file_name(bodies.blob_file_name), bodies.blob_file_size});
    }
  }
  return files;
}

// A log without entries stays until something newer is flushed: the removal of a row that never was
// will do.
Written Database::replace_log() {
  rocksdb::ColumnFamilyHandle* const family = rocks_->family(ColumnFamily::Meta);
  rocksdb::WriteBatch writes;
  added(writes.Delete(family, to_slice(kNoRow)));
  if (Written written = rocks_->write(writes); !written) {
    return written;
  }
  return rocks_->latched(rocks_->db().Flush(rocksdb::FlushOptions(), family));
}

Written Database::rewrite(const std::function<bool(std::string_view name)>& is_old) {
  std::set<std::string_view> families;
  for (const FamilyFile& file : files()) {
    if (is_old(file.name)) {
      families.insert(file.family);
    }
  }
  if (const Written replaced = replace_log(); !replaced) {
    return replaced;
  }
  for (const ColumnFamily family : kColumnFamilies) {
    if (!families.contains(name_of(family))) {
      continue;
    }
    const rocksdb::Status rewritten = rocks_->db().CompactRange(
        everything(), rocks_->families()->of(family), /*begin=*/nullptr, /*end=*/nullptr);
    if (const Written written = rocks_->latched(rewritten); !written) {
      return written;
    }
  }
  return {};
}

}  // namespace vitalstream::storage
