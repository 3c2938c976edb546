#include "storage/encrypted_fs/rocks/file_system.hpp"

#include <utility>

#include "storage/encrypted_fs/file_kind.hpp"
#include "storage/encrypted_fs/rocks/directory.hpp"
#include "storage/encrypted_fs/rocks/logical_reader.hpp"
#include "storage/encrypted_fs/rocks/readable_files.hpp"
#include "storage/encrypted_fs/rocks/writable_file.hpp"

namespace vitalstream::storage {

EncryptedFileSystem::EncryptedFileSystem(EncryptedFileSystemOptions options)
    : context_(std::make_shared<FileSystemContext>(std::move(options))),
      beneath_(*context_->beneath) {}

rocksdb::IOStatus EncryptedFileSystem::NewSequentialFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSSequentialFile>* result, rocksdb::IODebugContext* /*debug*/) {
  std::unique_ptr<LogicalReader> reader;
  const rocksdb::IOStatus status = open_reader(context_, path, options, reader);
  result->reset(status.ok() ? new EncryptedSequentialFile(std::move(reader)) : nullptr);
  return status;
}

rocksdb::IOStatus EncryptedFileSystem::NewRandomAccessFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSRandomAccessFile>* result, rocksdb::IODebugContext* /*debug*/) {
  std::unique_ptr<LogicalReader> reader;
  const rocksdb::IOStatus status = open_reader(context_, path, options, reader);
  result->reset(status.ok() ? new EncryptedRandomAccessFile(std::move(reader)) : nullptr);
  return status;
}

rocksdb::IOStatus EncryptedFileSystem::NewWritableFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* result, rocksdb::IODebugContext* /*debug*/) {
  result->reset();
  const rocksdb::IOStatus status = context_->may_change();
  return status.ok() ? EncryptedWritableFile::create(context_, path, options, *result) : status;
}

rocksdb::IOStatus EncryptedFileSystem::ReopenWritableFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* result, rocksdb::IODebugContext* /*debug*/) {
  result->reset();
  const rocksdb::IOStatus status = context_->may_change();
  return status.ok() ? EncryptedWritableFile::reopen(context_, path, options, *result) : status;
}

// A recycled log would hold frames of its former life under the same key.
rocksdb::IOStatus EncryptedFileSystem::ReuseWritableFile(
    const std::string& path, const std::string& /*old_path*/,
    const rocksdb::FileOptions& /*options*/, std::unique_ptr<rocksdb::FSWritableFile>* result,
    rocksdb::IODebugContext* /*debug*/) {
  result->reset();
  return rocksdb::IOStatus::NotSupported("encrypted files are not recycled", path);
}

// Writing a page again would use its nonce twice.
rocksdb::IOStatus EncryptedFileSystem::NewRandomRWFile(
    const std::string& path, const rocksdb::FileOptions& /*options*/,
    std::unique_ptr<rocksdb::FSRandomRWFile>* result, rocksdb::IODebugContext* /*debug*/) {
  result->reset();
  return rocksdb::IOStatus::NotSupported("encrypted files are not changed in place", path);
}

rocksdb::IOStatus EncryptedFileSystem::NewMemoryMappedFileBuffer(
    const std::string& path, std::unique_ptr<rocksdb::MemoryMappedFileBuffer>* result) {
  result->reset();
  return rocksdb::IOStatus::NotSupported("encrypted files cannot be mapped", path);
}

rocksdb::IOStatus EncryptedFileSystem::NewDirectory(const std::string& path,
                                                    const rocksdb::IOOptions& options,
                                                    std::unique_ptr<rocksdb::FSDirectory>* result,
                                                    rocksdb::IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSDirectory> directory;
  const rocksdb::IOStatus status = beneath_.NewDirectory(path, options, &directory, debug);
  result->reset(status.ok() ? new EncryptedDirectory(std::move(directory)) : nullptr);
  return status;
}

rocksdb::IOStatus EncryptedFileSystem::GetChildrenFileAttributes(
    const std::string& path, const rocksdb::IOOptions& options,
    std::vector<rocksdb::FileAttributes>* attributes, rocksdb::IODebugContext* debug) {
  std::vector<std::string> names;
  attributes->clear();
  if (auto status = GetChildren(path, options, &names, debug); !status.ok()) {
    return status;
  }
  for (std::string& name : names) {
    const std::string child = path + "/" + name;
    rocksdb::FileAttributes found;
    const rocksdb::IOStatus status = GetFileSize(child, options, &found.size_bytes, debug);
    if (!status.ok() && FileExists(child, options, debug).IsNotFound()) {
      continue;  // removed since the directory was read
    }
    if (!status.ok()) {
      return status;
    }
    found.name = std::move(name);
    attributes->push_back(std::move(found));
  }
  return rocksdb::IOStatus::OK();
}

rocksdb::IOStatus EncryptedFileSystem::DeleteFile(const std::string& path,
                                                  const rocksdb::IOOptions& options,
                                                  rocksdb::IODebugContext* debug) {
  const rocksdb::IOStatus status = context_->may_change();
  return status.ok() ? beneath_.DeleteFile(path, options, debug) : status;
}

rocksdb::IOStatus EncryptedFileSystem::Truncate(const std::string& path, std::size_t bytes,
                                                const rocksdb::IOOptions& options,
                                                rocksdb::IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSWritableFile> file;
  rocksdb::FileOptions file_options;
  file_options.io_options = options;
  if (auto status = ReopenWritableFile(path, file_options, &file, debug); !status.ok()) {
    return status;
  }
  const rocksdb::IOStatus cut = file->Truncate(bytes, options, debug);
  const rocksdb::IOStatus closed = file->Close(options, debug);
  return cut.ok() ? closed : cut;
}

rocksdb::IOStatus EncryptedFileSystem::GetFileSize(const std::string& path,
                                                   const rocksdb::IOOptions& options,
                                                   std::uint64_t* bytes,
                                                   rocksdb::IODebugContext* /*debug*/) {
  if (const auto live = context_->live.find(path)) {
    *bytes = live->logical_bytes.load(std::memory_order_acquire);
    return rocksdb::IOStatus::OK();
  }
  rocksdb::FileOptions file_options;
  file_options.io_options = options;
  FileLength length;
  const rocksdb::IOStatus status = measure_file(context_, path, file_options, length);
  *bytes = length.logical_bytes;
  return status;
}

// A file says in its header what it is: under the name of something else it could not be read. This
// also keeps out the trash of a rate-limited deletion, which is cut in pieces, and tables that were
// made elsewhere.
rocksdb::IOStatus EncryptedFileSystem::RenameFile(const std::string& from, const std::string& to,
                                                  const rocksdb::IOOptions& options,
                                                  rocksdb::IODebugContext* debug) {
  if (place_of(from) != place_of(to)) {
    return rocksdb::IOStatus::NotSupported("an encrypted file keeps its kind and number", from);
  }
  const rocksdb::IOStatus status = context_->may_change();
  return status.ok() ? beneath_.RenameFile(from, to, options, debug) : status;
}

rocksdb::IOStatus EncryptedFileSystem::LinkFile(const std::string& from, const std::string& to,
                                                const rocksdb::IOOptions& options,
                                                rocksdb::IODebugContext* debug) {
  if (place_of(from) != place_of(to)) {
    return rocksdb::IOStatus::NotSupported("an encrypted file keeps its kind and number", from);
  }
  const rocksdb::IOStatus status = context_->may_change();
  return status.ok() ? beneath_.LinkFile(from, to, options, debug) : status;
}

// RocksDB's LOG spells out keys in plain text, so it never gets a file.
rocksdb::IOStatus EncryptedFileSystem::NewLogger(const std::string& path,
                                                 const rocksdb::IOOptions& /*options*/,
                                                 std::shared_ptr<rocksdb::Logger>* result,
                                                 rocksdb::IODebugContext* /*debug*/) {
  result->reset();
  return rocksdb::IOStatus::NotSupported("logs are not written beside encrypted files", path);
}

// Reads are answered at once: there is never a handle.
rocksdb::IOStatus EncryptedFileSystem::Poll(std::vector<void*>& /*handles*/,
                                            std::size_t /*completions_min*/) {
  return rocksdb::IOStatus::OK();
}

rocksdb::IOStatus EncryptedFileSystem::AbortIO(std::vector<void*>& /*handles*/) {
  return rocksdb::IOStatus::OK();
}

std::shared_ptr<rocksdb::FileSystem> make_encrypted_file_system(
    EncryptedFileSystemOptions options) {
  return std::make_shared<EncryptedFileSystem>(std::move(options));
}

}  // namespace vitalstream::storage
