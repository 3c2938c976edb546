#pragma once
// A file system beneath the encrypted one whose appends, syncs or reads fail from some moment on.

#include <rocksdb/file_system.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace vitalstream::storage {

struct Failures {
  bool fails_appends = false;
  bool fails_syncs = false;
  // What a read then ends with.
  std::optional<rocksdb::IOStatus> read;
  int syncs = 0;
};

class FailingFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FailingFile(std::unique_ptr<rocksdb::FSWritableFile>&& target, std::shared_ptr<Failures> failures)
      : rocksdb::FSWritableFileOwnerWrapper(std::move(target)), failures_(std::move(failures)) {}

  using rocksdb::FSWritableFileOwnerWrapper::Append;
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
    return failures_->fails_appends ? rocksdb::IOStatus::NoSpace("full")
                                    : target()->Append(data, options, debug);
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                         rocksdb::IODebugContext* debug) override {
    ++failures_->syncs;
    return failures_->fails_syncs ? rocksdb::IOStatus::IOError("sync")
                                  : target()->Sync(options, debug);
  }

 private:
  std::shared_ptr<Failures> failures_;
};

class FailingReads final : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  FailingReads(std::unique_ptr<rocksdb::FSRandomAccessFile>&& target,
               std::shared_ptr<Failures> failures)
      : rocksdb::FSRandomAccessFileOwnerWrapper(std::move(target)),
        failures_(std::move(failures)) {}

  rocksdb::IOStatus Read(std::uint64_t offset, std::size_t bytes, const rocksdb::IOOptions& options,
                         rocksdb::Slice* result, char* scratch,
                         rocksdb::IODebugContext* debug) const override {
    return failures_->read ? *failures_->read
                           : rocksdb::FSRandomAccessFileOwnerWrapper::Read(offset, bytes, options,
                                                                           result, scratch, debug);
  }

 private:
  std::shared_ptr<Failures> failures_;
};

class FailingFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  explicit FailingFileSystem(std::shared_ptr<Failures> failures)
      : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()),
        failures_(std::move(failures)) {}

  const char* Name() const override { return "FailingFileSystem"; }
  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* debug) override {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    const rocksdb::IOStatus made = target()->NewWritableFile(path, options, &file, debug);
    if (made.ok()) {
      *result = std::make_unique<FailingFile>(std::move(file), failures_);
    }
    return made;
  }
  rocksdb::IOStatus NewRandomAccessFile(const std::string& path,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                        rocksdb::IODebugContext* debug) override {
    std::unique_ptr<rocksdb::FSRandomAccessFile> file;
    const rocksdb::IOStatus opened = target()->NewRandomAccessFile(path, options, &file, debug);
    if (opened.ok()) {
      *result = std::make_unique<FailingReads>(std::move(file), failures_);
    }
    return opened;
  }

 private:
  std::shared_ptr<Failures> failures_;
};

}  // namespace vitalstream::storage
