#include "storage/encrypted_fs/rocks/writable_file.hpp"

#include <utility>

#include "storage/encrypted_fs/file_cipher.hpp"
#include "storage/encrypted_fs/rocks/logical_reader.hpp"

namespace vitalstream::storage {

rocksdb::IOStatus EncryptedWritableFile::create(std::shared_ptr<FileSystemContext> context,
                                                const std::string& path,
                                                const rocksdb::FileOptions& options,
                                                std::unique_ptr<rocksdb::FSWritableFile>& file) {
  std::unique_ptr<rocksdb::FSWritableFile> beneath;
  if (auto status = context->beneath->NewWritableFile(path, plain_options(options), &beneath,
                                                      /*dbg=*/nullptr);
      !status.ok()) {
    return status;
  }
  const FileCipher cipher = FileCipher::create(*context->keys, place_of(path), context->page_bytes);
  std::unique_ptr<EncryptedWritableFile> made(new EncryptedWritableFile(
      path, std::move(beneath), make_content_encryptor(cipher), context->live.begin(path)));
  if (auto status = made->write(cipher.encoded_header()); !status.ok()) {
    return status;
  }
  // A frame must never be durable before the header without which nobody can read it. Pages are
  // synced once, together with theirs.
  if (layout_of(cipher.header().place.kind) == FileLayout::Framed) {
    if (auto status = made->beneath_->Sync(options.io_options, /*dbg=*/nullptr); !status.ok()) {
      return status;
    }
  }
  file = std::move(made);
  return rocksdb::IOStatus::OK();
}

rocksdb::IOStatus EncryptedWritableFile::reopen(std::shared_ptr<FileSystemContext> context,
                                                const std::string& path,
                                                const rocksdb::FileOptions& options,
                                                std::unique_ptr<rocksdb::FSWritableFile>& file) {
  FileLength length;
  if (auto status = measure_file(context, path, options, length); !status.ok()) {
    return status;
  }
  std::unique_ptr<rocksdb::FSWritableFile> beneath;
  if (auto status = context->beneath->ReopenWritableFile(path, plain_options(options), &beneath,
                                                         /*dbg=*/nullptr);
      !status.ok()) {
    return status;
  }
  auto extent = std::make_shared<LiveExtent>();
  extent->physical_bytes = length.physical_bytes;
  extent->logical_bytes = length.logical_bytes;
  std::unique_ptr<EncryptedWritableFile> made(new EncryptedWritableFile(
      path, std::move(beneath), std::make_unique<ReopenedFile>(), std::move(extent)));
  made->has_torn_tail_ = length.has_torn_tail;
  file = std::move(made);
  return rocksdb::IOStatus::OK();
}

EncryptedWritableFile::EncryptedWritableFile(std::string path,
                                             std::unique_ptr<rocksdb::FSWritableFile> beneath,
                                             std::unique_ptr<ContentEncryptor> encryptor,
                                             std::shared_ptr<LiveExtent> extent)
    : path_(std::move(path)),
      beneath_(std::move(beneath)),
      encryptor_(std::move(encryptor)),
      extent_(std::move(extent)) {}

rocksdb::IOStatus EncryptedWritableFile::usable() const {
  return has_failed_ ? rocksdb::IOStatus::IOError("an earlier operation on it failed", path_)
                     : rocksdb::IOStatus::OK();
}

rocksdb::IOStatus EncryptedWritableFile::latched(rocksdb::IOStatus status) {
  if (!status.ok()) {
    has_failed_ = true;
  }
  return status;
}

rocksdb::IOStatus EncryptedWritableFile::write(ByteView encrypted) {
  if (encrypted.empty()) {
    return rocksdb::IOStatus::OK();
  }
  rocksdb::IOStatus status =
      latched(beneath_->Append(slice_of(encrypted), rocksdb::IOOptions(), /*dbg=*/nullptr));
  if (status.ok()) {
    extent_->physical_bytes.fetch_add(encrypted.size(), std::memory_order_release);
  }
  return status;
}

rocksdb::IOStatus EncryptedWritableFile::finish() {
  encrypted_.clear();
  encryptor_->finish(encrypted_);
  return write(encrypted_);
}

rocksdb::IOStatus EncryptedWritableFile::Append(const rocksdb::Slice& data,
                                                const rocksdb::IOOptions& /*options*/,
                                                rocksdb::IODebugContext* /*debug*/) {
  if (auto status = usable(); !status.ok()) {
    return status;
  }
  encrypted_.clear();
  if (auto status = latched(encryptor_->append(bytes_of(data), encrypted_)); !status.ok()) {
    return status;
  }
  if (auto status = write(encrypted_); !status.ok()) {
    return status;
  }
  encryptor_->was_written();
  extent_->logical_bytes.fetch_add(data.size(), std::memory_order_release);
  return rocksdb::IOStatus::OK();
}

// The checksum that may come with the data is for disks that check it; the tag does more.
rocksdb::IOStatus EncryptedWritableFile::Append(
    const rocksdb::Slice& data, const rocksdb::IOOptions& options,
    const rocksdb::DataVerificationInfo& /*verification*/, rocksdb::IODebugContext* debug) {
  return Append(data, options, debug);
}

rocksdb::IOStatus EncryptedWritableFile::PositionedAppend(const rocksdb::Slice& /*data*/,
                                                          std::uint64_t /*offset*/,
                                                          const rocksdb::IOOptions& /*options*/,
                                                          rocksdb::IODebugContext* /*debug*/) {
  return rocksdb::IOStatus::NotSupported("direct I/O to an encrypted file", path_);
}

rocksdb::IOStatus EncryptedWritableFile::PositionedAppend(
    const rocksdb::Slice& data, std::uint64_t offset, const rocksdb::IOOptions& options,
    const rocksdb::DataVerificationInfo& /*verification*/, rocksdb::IODebugContext* debug) {
  return PositionedAppend(data, offset, options, debug);
}

rocksdb::IOStatus EncryptedWritableFile::Truncate(std::uint64_t bytes,
                                                  const rocksdb::IOOptions& options,
                                                  rocksdb::IODebugContext* debug) {
  // Any other length would cut through a page or forget what was acknowledged.
  if (bytes != extent_->logical_bytes) {
    return rocksdb::IOStatus::NotSupported("an encrypted file is cut at its own end only", path_);
  }
  if (auto status = usable(); !status.ok() || !has_torn_tail_) {
    return status;
  }
  has_torn_tail_ = false;
  return latched(beneath_->Truncate(extent_->physical_bytes, options, debug));
}

rocksdb::IOStatus EncryptedWritableFile::Close(const rocksdb::IOOptions& options,
                                               rocksdb::IODebugContext* debug) {
  const rocksdb::IOStatus finished = has_failed_ ? usable() : finish();
  rocksdb::IOStatus closed = latched(beneath_->Close(options, debug));
  return finished.ok() ? closed : finished;
}

rocksdb::IOStatus EncryptedWritableFile::Flush(const rocksdb::IOOptions& options,
                                               rocksdb::IODebugContext* debug) {
  const rocksdb::IOStatus status = usable();
  return status.ok() ? latched(beneath_->Flush(options, debug)) : status;
}

rocksdb::IOStatus EncryptedWritableFile::sync_by(Syncing syncing, const rocksdb::IOOptions& options,
                                                 rocksdb::IODebugContext* debug) {
  if (auto status = usable(); !status.ok()) {
    return status;
  }
  if (!encryptor_->may_sync_beside_append()) {
    if (auto status = finish(); !status.ok()) {
      return status;
    }
  }
  const std::uint32_t written = encryptor_->written_number();
  rocksdb::IOStatus status = latched((*beneath_.*syncing)(options, debug));
  if (status.ok()) {
    encryptor_->was_synced(written);
  }
  return status;
}

rocksdb::IOStatus EncryptedWritableFile::Sync(const rocksdb::IOOptions& options,
                                              rocksdb::IODebugContext* debug) {
  return sync_by(&rocksdb::FSWritableFile::Sync, options, debug);
}

rocksdb::IOStatus EncryptedWritableFile::Fsync(const rocksdb::IOOptions& options,
                                               rocksdb::IODebugContext* debug) {
  return sync_by(&rocksdb::FSWritableFile::Fsync, options, debug);
}

bool EncryptedWritableFile::IsSyncThreadSafe() const {
  return encryptor_->may_sync_beside_append() && beneath_->IsSyncThreadSafe();
}

std::size_t EncryptedWritableFile::GetRequiredBufferAlignment() const {
  return rocksdb::kDefaultPageSize;
}

void EncryptedWritableFile::SetWriteLifeTimeHint(rocksdb::Env::WriteLifeTimeHint hint) {
  beneath_->SetWriteLifeTimeHint(hint);
}

void EncryptedWritableFile::SetIOPriority(rocksdb::Env::IOPriority priority) {
  beneath_->SetIOPriority(priority);
}

rocksdb::Env::IOPriority EncryptedWritableFile::GetIOPriority() {
  return beneath_->GetIOPriority();
}

rocksdb::Env::WriteLifeTimeHint EncryptedWritableFile::GetWriteLifeTimeHint() {
  return beneath_->GetWriteLifeTimeHint();
}

std::uint64_t EncryptedWritableFile::GetFileSize(const rocksdb::IOOptions& /*options*/,
                                                 rocksdb::IODebugContext* /*debug*/) {
  return extent_->logical_bytes;
}

// Space that was allocated ahead would be zeros where a frame or the end is expected.
void EncryptedWritableFile::SetPreallocationBlockSize(std::size_t /*size*/) {}

void EncryptedWritableFile::GetPreallocationStatus(std::size_t* block_size,
                                                   std::size_t* last_block) {
  *block_size = 0;
  *last_block = 0;
}

void EncryptedWritableFile::PrepareWrite(std::size_t /*offset*/, std::size_t /*bytes*/,
                                         const rocksdb::IOOptions& /*options*/,
                                         rocksdb::IODebugContext* /*debug*/) {}

rocksdb::IOStatus EncryptedWritableFile::Allocate(std::uint64_t /*offset*/, std::uint64_t /*bytes*/,
                                                  const rocksdb::IOOptions& /*options*/,
                                                  rocksdb::IODebugContext* /*debug*/) {
  return rocksdb::IOStatus::OK();
}

std::size_t EncryptedWritableFile::GetUniqueId(char* id, std::size_t size_max) const {
  return beneath_->GetUniqueId(id, size_max);
}

rocksdb::IOStatus EncryptedWritableFile::InvalidateCache(std::size_t /*offset*/,
                                                         std::size_t /*length*/) {
  return beneath_->InvalidateCache(0, 0);
}

// A hint only, and one that a paged file could not follow without encrypting its last page.
rocksdb::IOStatus EncryptedWritableFile::RangeSync(std::uint64_t /*offset*/,
                                                   std::uint64_t /*bytes*/,
                                                   const rocksdb::IOOptions& /*options*/,
                                                   rocksdb::IODebugContext* /*debug*/) {
  return rocksdb::IOStatus::OK();
}

}  // namespace vitalstream::storage
