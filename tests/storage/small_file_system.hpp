#pragma once
// SmallFileSystem: a disk with so many bytes and no more, and on which the sync of the log can be
// made to fail. It goes where encryption at rest will go: DatabaseOptions::file_system.

#include <rocksdb/file_system.h>

#include <atomic>
#include <memory>
#include <string>

namespace vitalstream::storage {

struct DiskState {
  std::atomic<std::int64_t> free_bytes{0};
  std::atomic<bool> fails_syncs{false};
  std::atomic<bool> was_full{false};
};

class SmallFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  SmallFile(std::unique_ptr<rocksdb::FSWritableFile>&& target, std::shared_ptr<DiskState> disk)
      : rocksdb::FSWritableFileOwnerWrapper(std::move(target)), disk_(std::move(disk)) {}

  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
    const rocksdb::IOStatus room = take(data.size());
    return room.ok() ? target()->Append(data, options, debug) : room;
  }
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo& verification,
                           rocksdb::IODebugContext* debug) override {
    const rocksdb::IOStatus room = take(data.size());
    return room.ok() ? target()->Append(data, options, verification, debug) : room;
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                         rocksdb::IODebugContext* debug) override {
    return disk_->fails_syncs ? rocksdb::IOStatus::IOError("sync") : target()->Sync(options, debug);
  }

 private:
  rocksdb::IOStatus take(std::size_t bytes) {
    if (disk_->free_bytes.fetch_sub(static_cast<std::int64_t>(bytes)) >=
        static_cast<std::int64_t>(bytes)) {
      return rocksdb::IOStatus::OK();
    }
    disk_->was_full = true;
    return rocksdb::IOStatus::NoSpace("full");
  }

  std::shared_ptr<DiskState> disk_;
};

class SmallFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  explicit SmallFileSystem(std::shared_ptr<DiskState> disk)
      : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()), disk_(std::move(disk)) {}

  const char* Name() const override { return "SmallFileSystem"; }
  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* debug) override {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    const rocksdb::IOStatus made = target()->NewWritableFile(name, options, &file, debug);
    if (made.ok()) {
      *result = std::make_unique<SmallFile>(std::move(file), disk_);
    }
    return made;
  }

 private:
  std::shared_ptr<DiskState> disk_;
};

}  // namespace vitalstream::storage
