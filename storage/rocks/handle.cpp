#include "storage/rocks/handle.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "storage/rocks/options.hpp"
#include "storage/rocks/status.hpp"

namespace vitalstream::storage {

Result<std::unique_ptr<RocksHandle>, rocksdb::Status> RocksHandle::open(
    const std::filesystem::path& path, const DatabaseOptions& options) {
  std::unique_ptr<RocksHandle> handle(new RocksHandle);
  handle->files_ = std::make_shared<DeletionHold>(
      options.file_system ? options.file_system : rocksdb::FileSystem::Default());
  handle->environment_ = rocksdb::NewCompositeEnv(handle->files_);
  handle->errors_ = std::make_shared<ErrorLatch>();
  handle->lookups_ = options.lookups;
  rocksdb::DBOptions db_options = make_db_options(options);
  db_options.env = handle->environment_.get();
  db_options.listeners.push_back(handle->errors_);

  const auto cache = rocksdb::NewLRUCache(options.block_cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const ColumnFamily family : kColumnFamilies) {
    descriptors.emplace_back(std::string(name_of(family)),
                             make_family_options(family, options, cache));
  }
  // RocksDB insists on it; nothing is ever put there.
  descriptors.emplace_back(rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions());

  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened =
      options.access == DatabaseAccess::Read
          ? rocksdb::DB::OpenForReadOnly(db_options, path.string(), descriptors, &families, &db)
          : rocksdb::DB::Open(db_options, path.string(), descriptors, &families, &db);
  if (!opened.ok()) {
    return opened;
  }
  handle->db_.reset(db);
  db->DestroyColumnFamilyHandle(families.back());
  families.pop_back();
  std::ranges::copy(families, handle->families_.begin());
  return handle;
}

RocksHandle::~RocksHandle() {
  if (!db_) {
    return;
  }
  for (rocksdb::ColumnFamilyHandle* family : families_) {
    db_->DestroyColumnFamilyHandle(family);
  }
  // Nothing to answer to any more; what had to last was synced.
  db_->Close().PermitUncheckedError();
}

Written RocksHandle::write(rocksdb::WriteBatch& write_batch) {
  if (const auto error = errors_->first()) {
    return *error;
  }
  return latched(db_->Write(rocksdb::WriteOptions(), &write_batch));
}

Written RocksHandle::latched(const rocksdb::Status& status) {
  if (!status.ok()) {
    errors_->latch(to_storage_error(status));
  }
  if (const auto error = errors_->first()) {
    return *error;
  }
  return {};
}

rocksdb::Status RocksHandle::find(ColumnFamily family, ByteView key,
                                  const rocksdb::Snapshot* snapshot,
                                  rocksdb::PinnableSlice& value) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  options.verify_checksums = lookups_ == LookupChecks::Checksums;
  return db_->Get(options, this->family(family), to_slice(key), &value);
}

Read<Bytes> RocksHandle::get(ColumnFamily family, ByteView key,
                             const rocksdb::Snapshot* snapshot) {
  rocksdb::PinnableSlice value;
  const rocksdb::Status status = find(family, key, snapshot, value);
  if (status.IsNotFound()) {
    return std::optional<Bytes>();
  }
  if (!status.ok()) {
    return to_storage_error(status);
  }
  return std::optional(to_bytes(to_view(value)));
}

Result<bool, StorageError> RocksHandle::has(ColumnFamily family, ByteView key,
                                            const rocksdb::Snapshot* snapshot) {
  rocksdb::PinnableSlice value;
  const rocksdb::Status status = find(family, key, snapshot, value);
  if (!status.ok() && !status.IsNotFound()) {
    return to_storage_error(status);
  }
  return status.ok();
}

}  // namespace vitalstream::storage
