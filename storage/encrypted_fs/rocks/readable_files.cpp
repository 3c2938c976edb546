#include "storage/encrypted_fs/rocks/readable_files.hpp"

#include <algorithm>
#include <span>

namespace vitalstream::storage {
namespace {

rocksdb::IOStatus read_into(const LogicalReader& reader, std::uint64_t offset, std::size_t bytes,
                            rocksdb::Slice* result, char* scratch) {
  std::size_t count = 0;
  const rocksdb::IOStatus status =
      reader.read(offset, {reinterpret_cast<std::uint8_t*>(scratch), bytes}, count);
  *result = rocksdb::Slice(scratch, count);
  return status;
}

// Of the whole file: logical offsets mean nothing to the file beneath.
rocksdb::IOStatus drop_cache(const LogicalReader& reader) {
  return reader.beneath().InvalidateCache(0, 0);
}

}  // namespace

rocksdb::IOStatus EncryptedSequentialFile::Read(std::size_t bytes,
                                                const rocksdb::IOOptions& /*options*/,
                                                rocksdb::Slice* result, char* scratch,
                                                rocksdb::IODebugContext* /*debug*/) {
  const rocksdb::IOStatus status = read_into(*reader_, position_, bytes, result, scratch);
  position_ += result->size();
  return status;
}

rocksdb::IOStatus EncryptedSequentialFile::Skip(std::uint64_t bytes) {
  const std::uint64_t rest = reader_->logical_bytes() - position_;
  position_ += std::min(bytes, rest);
  return rocksdb::IOStatus::OK();
}

std::size_t EncryptedSequentialFile::GetRequiredBufferAlignment() const {
  return rocksdb::kDefaultPageSize;
}

rocksdb::IOStatus EncryptedSequentialFile::InvalidateCache(std::size_t /*offset*/,
                                                           std::size_t /*length*/) {
  return drop_cache(*reader_);
}

rocksdb::IOStatus EncryptedSequentialFile::PositionedRead(std::uint64_t offset, std::size_t bytes,
                                                          const rocksdb::IOOptions& /*options*/,
                                                          rocksdb::Slice* result, char* scratch,
                                                          rocksdb::IODebugContext* /*debug*/) {
  return read_into(*reader_, offset, bytes, result, scratch);
}

rocksdb::Temperature EncryptedSequentialFile::GetTemperature() const {
  return reader_->beneath().GetTemperature();
}

rocksdb::IOStatus EncryptedRandomAccessFile::Read(std::uint64_t offset, std::size_t bytes,
                                                  const rocksdb::IOOptions& /*options*/,
                                                  rocksdb::Slice* result, char* scratch,
                                                  rocksdb::IODebugContext* /*debug*/) const {
  return read_into(*reader_, offset, bytes, result, scratch);
}

// So RocksDB reads ahead into a buffer of its own, and a page that two blocks share is opened once.
rocksdb::IOStatus EncryptedRandomAccessFile::Prefetch(std::uint64_t /*offset*/,
                                                      std::size_t /*bytes*/,
                                                      const rocksdb::IOOptions& /*options*/,
                                                      rocksdb::IODebugContext* /*debug*/) {
  return rocksdb::IOStatus::NotSupported("reading ahead without reading");
}

rocksdb::IOStatus EncryptedRandomAccessFile::MultiRead(rocksdb::FSReadRequest* requests,
                                                       std::size_t count,
                                                       const rocksdb::IOOptions& /*options*/,
                                                       rocksdb::IODebugContext* /*debug*/) {
  for (rocksdb::FSReadRequest& request : std::span(requests, count)) {
    request.status =
        read_into(*reader_, request.offset, request.len, &request.result, request.scratch);
  }
  return rocksdb::IOStatus::OK();
}

std::size_t EncryptedRandomAccessFile::GetUniqueId(char* id, std::size_t size_max) const {
  return reader_->beneath().GetUniqueId(id, size_max);
}

void EncryptedRandomAccessFile::Hint(AccessPattern pattern) { reader_->beneath().Hint(pattern); }

std::size_t EncryptedRandomAccessFile::GetRequiredBufferAlignment() const {
  return rocksdb::kDefaultPageSize;
}

rocksdb::IOStatus EncryptedRandomAccessFile::InvalidateCache(std::size_t /*offset*/,
                                                             std::size_t /*length*/) {
  return drop_cache(*reader_);
}

// Read at once: there is no handle to wait for.
rocksdb::IOStatus EncryptedRandomAccessFile::ReadAsync(
    rocksdb::FSReadRequest& request, const rocksdb::IOOptions& /*options*/,
    std::function<void(const rocksdb::FSReadRequest&, void*)> callback, void* argument,
    void** /*handle*/, rocksdb::IOHandleDeleter* /*deleter*/, rocksdb::IODebugContext* /*debug*/) {
  request.status =
      read_into(*reader_, request.offset, request.len, &request.result, request.scratch);
  callback(request, argument);
  return rocksdb::IOStatus::OK();
}

rocksdb::Temperature EncryptedRandomAccessFile::GetTemperature() const {
  return reader_->beneath().GetTemperature();
}

}  // namespace vitalstream::storage
