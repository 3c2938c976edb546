#include "storage/rocks/handle.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "storage/keys.hpp"
#include "storage/rocks/options.hpp"
#include "storage/rocks/status.hpp"

namespace vitalstream::storage {
namespace {

// What is to be opened: all families, and of the state and its index whatever was made of them. A
// database that is not there, or whose manifest cannot be read, is told by opening it.
std::vector<FamilyName> names_in(const rocksdb::DBOptions& options, const std::string& path) {
  std::vector<std::string> present;
  const rocksdb::Status listed = rocksdb::DB::ListColumnFamilies(options, path, &present);
  std::vector<FamilyName> names;
  for (const std::string& name : present) {
    const auto parsed = parse_family_name(name);
    if (listed.ok() && parsed && is_remade(parsed->family)) {
      names.push_back(*parsed);
    }
  }
  for (const ColumnFamily family : kColumnFamilies) {
    if (!is_remade(family) ||
        std::ranges::find(names, family, &FamilyName::family) == names.end()) {
      names.push_back({family, 0});
    }
  }
  return names;
}

rocksdb::Status read_generation(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* meta,
                                std::uint32_t& generation) {
  std::string value;
  const rocksdb::Status read =
      db.Get(rocksdb::ReadOptions(), meta, to_slice(state_generation_key()), &value);
  if (read.IsNotFound()) {
    generation = 0;
    return rocksdb::Status::OK();
  }
  if (!read.ok()) {
    return read;
  }
  const auto decoded = decode_generation(as_bytes(value));
  if (!decoded) {
    return rocksdb::Status::Corruption("which state is in use cannot be told");
  }
  generation = *decoded;
  return rocksdb::Status::OK();
}

}  // namespace

Result<std::unique_ptr<RocksHandle>, rocksdb::Status> RocksHandle::open(
    const std::filesystem::path& path, const DatabaseOptions& options) {
  std::unique_ptr<RocksHandle> handle(new RocksHandle);
  handle->options_ = options;
  handle->files_ = std::make_shared<DeletionHold>(
      options.file_system ? options.file_system : rocksdb::FileSystem::Default());
  handle->environment_ = rocksdb::NewCompositeEnv(handle->files_);
  handle->errors_ = std::make_shared<ErrorLatch>();
  rocksdb::DBOptions db_options = make_db_options(options);
  db_options.env = handle->environment_.get();
  db_options.listeners.push_back(handle->errors_);

  handle->cache_ = rocksdb::NewLRUCache(options.block_cache_bytes);
  const std::vector<FamilyName> names = names_in(db_options, path.string());
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const FamilyName& name : names) {
    descriptors.emplace_back(name_on_disk(name),
                             make_family_options(name.family, options, handle->cache_));
  }
  // RocksDB insists on it; nothing is ever put there.
  descriptors.emplace_back(rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions());

  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::DB* db = nullptr;
  rocksdb::Status opened =
      options.access == DatabaseAccess::Read
          ? rocksdb::DB::OpenForReadOnly(db_options, path.string(), descriptors, &families, &db)
          : rocksdb::DB::Open(db_options, path.string(), descriptors, &families, &db);
  if (!opened.ok()) {
    return opened;
  }
  handle->db_.reset(db);
  db->DestroyColumnFamilyHandle(families.back());
  families.pop_back();
  std::vector<Families::Handle> handles;
  for (rocksdb::ColumnFamilyHandle* family : families) {
    handles.push_back(handle->owned(family));
  }
  if (rocksdb::Status taken = handle->take(names, handles); !taken.ok()) {
    return taken;
  }
  return handle;
}

Families::Handle RocksHandle::owned(rocksdb::ColumnFamilyHandle* handle) {
  return {handle, [db = db_.get()](rocksdb::ColumnFamilyHandle* one) {
            db->DestroyColumnFamilyHandle(one).PermitUncheckedError();
          }};
}

rocksdb::Status RocksHandle::take(const std::vector<FamilyName>& names,
                                  const std::vector<Families::Handle>& handles) {
  Families taken;
  for (std::size_t i = 0; i < names.size(); ++i) {
    generation_max_ = std::max(generation_max_, names[i].generation);
    if (!is_remade(names[i].family)) {
      taken.set(names[i].family, handles[i]);
      lasting_[static_cast<std::size_t>(names[i].family)] = handles[i].get();
    }
  }
  if (rocksdb::Status read = read_generation(*db_, family(ColumnFamily::Meta), taken.generation);
      !read.ok()) {
    return read;
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (is_remade(names[i].family) && names[i].generation == taken.generation) {
      taken.set(names[i].family, handles[i]);
    }
  }
  if (taken.of(ColumnFamily::State) == nullptr || taken.of(ColumnFamily::Index) == nullptr) {
    return rocksdb::Status::Corruption("the state in use is missing");
  }
  if (options_.access == DatabaseAccess::ReadWrite) {
    if (rocksdb::Status dropped = drop_unused(names, handles, taken.generation); !dropped.ok()) {
      return dropped;
    }
  }
  families_ = std::make_shared<const Families>(std::move(taken));
  return rocksdb::Status::OK();
}

rocksdb::Status RocksHandle::drop_unused(const std::vector<FamilyName>& names,
                                         const std::vector<Families::Handle>& handles,
                                         std::uint32_t used) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (is_remade(names[i].family) && names[i].generation != used) {
      if (rocksdb::Status dropped = db_->DropColumnFamily(handles[i].get()); !dropped.ok()) {
        return dropped;
      }
    }
  }
  return rocksdb::Status::OK();
}

RocksHandle::~RocksHandle() {
  if (!db_) {
    return;
  }
  families_ = std::shared_ptr<const Families>();
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

rocksdb::Status RocksHandle::find(rocksdb::ColumnFamilyHandle* family, ByteView key,
                                  const rocksdb::Snapshot* snapshot,
                                  rocksdb::PinnableSlice& value) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  options.verify_checksums = options_.lookups == LookupChecks::Checksums;
  return db_->Get(options, family, to_slice(key), &value);
}

Read<Bytes> RocksHandle::get(rocksdb::ColumnFamilyHandle* family, ByteView key,
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
  const rocksdb::Status status = find(this->family(family), key, snapshot, value);
  if (!status.ok() && !status.IsNotFound()) {
    return to_storage_error(status);
  }
  return status.ok();
}

Result<std::shared_ptr<const Families>, StorageError> RocksHandle::make_remade() {
  auto made = std::make_shared<Families>(*families());
  made->generation = ++generation_max_;
  for (const ColumnFamily family : {ColumnFamily::State, ColumnFamily::Index}) {
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    const rocksdb::Status created =
        db_->CreateColumnFamily(make_family_options(family, options_, cache_),
                                name_on_disk({family, made->generation}), &handle);
    if (!created.ok()) {
      return to_storage_error(created);
    }
    made->set(family, owned(handle));
  }
  return std::shared_ptr<const Families>(std::move(made));
}

void RocksHandle::use(std::shared_ptr<const Families> families) {
  const auto before = families_.exchange(std::move(families));
  // What stays is dropped at the next opening.
  static_cast<void>(drop_remade(*before));
}

Written RocksHandle::drop_remade(const Families& families) {
  for (const ColumnFamily family : {ColumnFamily::State, ColumnFamily::Index}) {
    const rocksdb::Status dropped = db_->DropColumnFamily(families.of(family));
    if (!dropped.ok()) {
      return to_storage_error(dropped);
    }
  }
  return {};
}

}  // namespace vitalstream::storage
