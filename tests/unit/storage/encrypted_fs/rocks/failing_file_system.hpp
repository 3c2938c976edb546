#pragma once
// A file system beneath the encrypted one whose appends or syncs fail from some moment on.

#include <rocksdb/file_system.h>

#include <memory>
#include <string>
#include <utility>

namespace vitalstream::storage {

struct Failures {
  bool fails_appends = false;
  bool fails_syncs = false;
  int syncs = 0;
};

class FailingFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FailingFile(std::unique_ptr<rocksdb::FSWritableFile>&& target,
              std::shared_ptr<Failures> failures)
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

 private:
  std::shared_ptr<Failures> failures_;
};

}  // namespace vitalstream::storage
