#include "tests/storage/encrypted_fs/crash_file_system.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream::storage {
namespace {

using rocksdb::IOStatus;
using Guard = std::lock_guard<std::mutex>;

ByteView view_of(const rocksdb::Slice& slice) {
  return {reinterpret_cast<const std::uint8_t*>(slice.data()), slice.size()};
}

std::string normal(const std::string& path) {
  std::string text = std::filesystem::path(path).lexically_normal().string();
  if (text.size() > 1 && text.back() == '/') {
    text.pop_back();
  }
  return text;
}

template <class Outcome>
IOStatus status_of(const Outcome& outcome) {
  if (outcome) {
    return IOStatus::OK();
  }
  return outcome.error() == FileError::NotFound ? IOStatus::NotFound("crash disk")
                                                : IOStatus::IOError("crash disk");
}

class CrashWritable final : public rocksdb::FSWritableFile {
 public:
  CrashWritable(std::shared_ptr<SharedDisk> shared, std::unique_ptr<AppendFile> file,
                std::string path)
      : shared_(std::move(shared)), file_(std::move(file)), path_(std::move(path)) {}

  using rocksdb::FSWritableFile::Append;
  IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& /*options*/,
                  rocksdb::IODebugContext* /*debug*/) override {
    const Guard guard(shared_->mutex);
    return status_of(file_->append(view_of(data)));
  }
  IOStatus Truncate(std::uint64_t bytes, const rocksdb::IOOptions& /*options*/,
                    rocksdb::IODebugContext* /*debug*/) override {
    const Guard guard(shared_->mutex);
    return status_of(shared_->disk.truncate(path_, bytes));
  }
  IOStatus Close(const rocksdb::IOOptions& /*options*/,
                 rocksdb::IODebugContext* /*debug*/) override {
    return IOStatus::OK();
  }
  IOStatus Flush(const rocksdb::IOOptions& /*options*/,
                 rocksdb::IODebugContext* /*debug*/) override {
    return IOStatus::OK();
  }
  IOStatus Sync(const rocksdb::IOOptions& /*options*/,
                rocksdb::IODebugContext* /*debug*/) override {
    const Guard guard(shared_->mutex);
    return status_of(file_->sync());
  }
  bool IsSyncThreadSafe() const override { return true; }

 private:
  std::shared_ptr<SharedDisk> shared_;
  std::unique_ptr<AppendFile> file_;
  std::string path_;
};

class CrashReadable final : public rocksdb::FSRandomAccessFile {
 public:
  CrashReadable(std::shared_ptr<SharedDisk> shared, std::string path)
      : shared_(std::move(shared)), path_(std::move(path)) {}

  IOStatus Read(std::uint64_t offset, std::size_t bytes, const rocksdb::IOOptions& /*options*/,
                rocksdb::Slice* result, char* scratch,
                rocksdb::IODebugContext* /*debug*/) const override {
    const Guard guard(shared_->mutex);
    const Bytes* contents = shared_->disk.contents(path_);
    if (shared_->disk.has_crashed() || contents == nullptr) {
      return IOStatus::IOError("crash disk");
    }
    const std::size_t begin = std::min<std::size_t>(offset, contents->size());
    const std::size_t count = std::min(bytes, contents->size() - begin);
    std::copy_n(contents->begin() + static_cast<std::ptrdiff_t>(begin), count, scratch);
    *result = rocksdb::Slice(scratch, count);
    return IOStatus::OK();
  }

 private:
  std::shared_ptr<SharedDisk> shared_;
  std::string path_;
};

class CrashDirectory final : public rocksdb::FSDirectory {
 public:
  CrashDirectory(std::shared_ptr<SharedDisk> shared, std::string path)
      : shared_(std::move(shared)), path_(std::move(path)) {}

  IOStatus Fsync(const rocksdb::IOOptions& /*options*/,
                 rocksdb::IODebugContext* /*debug*/) override {
    const Guard guard(shared_->mutex);
    return status_of(shared_->disk.sync_directory(path_));
  }
  IOStatus Close(const rocksdb::IOOptions& /*options*/,
                 rocksdb::IODebugContext* /*debug*/) override {
    return IOStatus::OK();
  }

 private:
  std::shared_ptr<SharedDisk> shared_;
  std::string path_;
};

}  // namespace

CrashFileSystem::CrashFileSystem(std::uint64_t seed)
    : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()),
      shared_(std::make_shared<SharedDisk>(seed)) {}

DiskImage CrashFileSystem::image(const std::string& directory) {
  DiskImage image;
  const auto names = disk().list(directory);
  VS_ASSERT(names.has_value());
  for (const std::string& name : *names) {
    const std::string path = directory + "/" + name;
    image[path] = *disk().contents(path);
  }
  return image;
}

void CrashFileSystem::load(const std::string& directory, const DiskImage& image) {
  VS_ASSERT(disk().make_directory(directory).has_value());
  for (const auto& [path, contents] : image) {
    auto file = disk().create(path);
    VS_ASSERT(file.has_value() && (*file)->append(contents) && (*file)->sync());
  }
  VS_ASSERT(disk().sync_directory(directory).has_value());
}

IOStatus CrashFileSystem::NewRandomAccessFile(const std::string& path,
                                              const rocksdb::FileOptions& /*options*/,
                                              std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                              rocksdb::IODebugContext* /*debug*/) {
  const Guard guard(shared_->mutex);
  if (shared_->disk.has_crashed() || shared_->disk.contents(normal(path)) == nullptr) {
    return shared_->disk.has_crashed() ? IOStatus::IOError("crash disk")
                                       : IOStatus::PathNotFound("crash disk");
  }
  *result = std::make_unique<CrashReadable>(shared_, normal(path));
  return IOStatus::OK();
}

IOStatus CrashFileSystem::NewWritableFile(const std::string& path,
                                          const rocksdb::FileOptions& /*options*/,
                                          std::unique_ptr<rocksdb::FSWritableFile>* result,
                                          rocksdb::IODebugContext* /*debug*/) {
  const Guard guard(shared_->mutex);
  auto file = shared_->disk.create(normal(path));
  if (file) {
    *result = std::make_unique<CrashWritable>(shared_, std::move(*file), normal(path));
  }
  return status_of(file);
}

IOStatus CrashFileSystem::ReopenWritableFile(const std::string& path,
                                             const rocksdb::FileOptions& /*options*/,
                                             std::unique_ptr<rocksdb::FSWritableFile>* result,
                                             rocksdb::IODebugContext* /*debug*/) {
  const Guard guard(shared_->mutex);
  auto file = shared_->disk.open_append(normal(path));
  if (file) {
    *result = std::make_unique<CrashWritable>(shared_, std::move(*file), normal(path));
  }
  return status_of(file);
}

IOStatus CrashFileSystem::NewDirectory(const std::string& path,
                                       const rocksdb::IOOptions& /*options*/,
                                       std::unique_ptr<rocksdb::FSDirectory>* result,
                                       rocksdb::IODebugContext* /*debug*/) {
  *result = std::make_unique<CrashDirectory>(shared_, normal(path));
  return IOStatus::OK();
}

IOStatus CrashFileSystem::FileExists(const std::string& path, const rocksdb::IOOptions& /*options*/,
                                     rocksdb::IODebugContext* /*debug*/) {
  const Guard guard(shared_->mutex);
  if (shared_->disk.has_crashed()) {
    return IOStatus::IOError("crash disk");
  }
  const bool is_there = shared_->disk.contents(normal(path)) != nullptr ||
                        shared_->disk.list(normal(path)).has_value();
  return is_there ? IOStatus::OK() : IOStatus::NotFound("crash disk");
}

IOStatus CrashFileSystem::GetChildren(const std::string& path,
                                      const rocksdb::IOOptions& /*options*/,
                                      std::vector<std::string>* names,
                                      rocksdb::IODebugContext* /*debug*/) {
  const Guard guard(shared_->mutex);
  auto found = shared_->disk.list(normal(path));
  if (found) {
    *names = std::move(*found);
  }
  return status_of(found);
}

IOStatus CrashFileSystem::DeleteFile(const std::string& path, const rocksdb::IOOptions& /*options*/,
                                     rocksdb::IODebugContext* /*debug*/) {
  const Guard guard(shared_->mutex);
  return status_of(shared_->disk.unlink(normal(path)));
}

IOStatus CrashFileSystem::CreateDir(const std::string& path, const rocksdb::IOOptions& options,
                                    rocksdb::IODebugContext* debug) {
  return CreateDirIfMissing(path, options, debug);
}

IOStatus CrashFileSystem::CreateDirIfMissing(const std::string& path,
                                             const rocksdb::IOOptions& /*options*/,
                                             rocksdb::IODebugContext* /*debug*/) {
  const Guard guard(shared_->mutex);
  return status_of(shared_->disk.make_directory(normal(path)));
}

IOStatus CrashFileSystem::GetFileSize(const std::string& path,
                                      const rocksdb::IOOptions& /*options*/, std::uint64_t* bytes,
                                      rocksdb::IODebugContext* /*debug*/) {
  const Guard guard(shared_->mutex);
  const Bytes* contents = shared_->disk.contents(normal(path));
  *bytes = contents == nullptr ? 0 : contents->size();
  return contents == nullptr ? IOStatus::PathNotFound("crash disk") : IOStatus::OK();
}

IOStatus CrashFileSystem::GetFileModificationTime(const std::string& /*path*/,
                                                  const rocksdb::IOOptions& /*options*/,
                                                  std::uint64_t* seconds,
                                                  rocksdb::IODebugContext* /*debug*/) {
  *seconds = 0;
  return IOStatus::OK();
}

IOStatus CrashFileSystem::RenameFile(const std::string& from, const std::string& to,
                                     const rocksdb::IOOptions& /*options*/,
                                     rocksdb::IODebugContext* /*debug*/) {
  const Guard guard(shared_->mutex);
  return status_of(shared_->disk.rename(normal(from), normal(to)));
}

// Each test has its own disk.
IOStatus CrashFileSystem::LockFile(const std::string& /*path*/,
                                   const rocksdb::IOOptions& /*options*/, rocksdb::FileLock** lock,
                                   rocksdb::IODebugContext* /*debug*/) {
  static int held = 0;
  *lock = reinterpret_cast<rocksdb::FileLock*>(&held);
  return IOStatus::OK();
}

IOStatus CrashFileSystem::UnlockFile(rocksdb::FileLock* /*lock*/,
                                     const rocksdb::IOOptions& /*options*/,
                                     rocksdb::IODebugContext* /*debug*/) {
  return IOStatus::OK();
}

IOStatus CrashFileSystem::GetAbsolutePath(const std::string& path,
                                          const rocksdb::IOOptions& /*options*/,
                                          std::string* absolute,
                                          rocksdb::IODebugContext* /*debug*/) {
  *absolute = normal(path);
  return IOStatus::OK();
}

IOStatus CrashFileSystem::IsDirectory(const std::string& path,
                                      const rocksdb::IOOptions& /*options*/, bool* is_directory,
                                      rocksdb::IODebugContext* /*debug*/) {
  const Guard guard(shared_->mutex);
  *is_directory = shared_->disk.list(normal(path)).has_value();
  return IOStatus::OK();
}

}  // namespace vitalstream::storage
