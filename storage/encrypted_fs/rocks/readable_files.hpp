#pragma once
// The two kinds of files from which RocksDB reads, over a LogicalReader. Every method of RocksDB's
// classes is answered here, none is inherited (a test compares with RocksDB's header): a method
// that reached the file beneath by itself would show ciphertext or physical offsets.

#include <rocksdb/file_system.h>

#include <cstdint>
#include <functional>
#include <memory>

#include "storage/encrypted_fs/rocks/logical_reader.hpp"

namespace vitalstream::storage {

class EncryptedSequentialFile final : public rocksdb::FSSequentialFile {
 public:
  explicit EncryptedSequentialFile(std::unique_ptr<LogicalReader> reader)
      : reader_(std::move(reader)) {}

  rocksdb::IOStatus Read(std::size_t bytes, const rocksdb::IOOptions& options,
                         rocksdb::Slice* result, char* scratch,
                         rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Skip(std::uint64_t bytes) override;
  bool use_direct_io() const override { return false; }
  std::size_t GetRequiredBufferAlignment() const override;
  rocksdb::IOStatus InvalidateCache(std::size_t offset, std::size_t length) override;
  rocksdb::IOStatus PositionedRead(std::uint64_t offset, std::size_t bytes,
                                   const rocksdb::IOOptions& options, rocksdb::Slice* result,
                                   char* scratch, rocksdb::IODebugContext* debug) override;
  rocksdb::Temperature GetTemperature() const override;

 private:
  std::unique_ptr<LogicalReader> reader_;
  std::uint64_t position_ = 0;
};

class EncryptedRandomAccessFile final : public rocksdb::FSRandomAccessFile {
 public:
  explicit EncryptedRandomAccessFile(std::unique_ptr<LogicalReader> reader)
      : reader_(std::move(reader)) {}

  rocksdb::IOStatus Read(std::uint64_t offset, std::size_t bytes, const rocksdb::IOOptions& options,
                         rocksdb::Slice* result, char* scratch,
                         rocksdb::IODebugContext* debug) const override;
  rocksdb::IOStatus Prefetch(std::uint64_t offset, std::size_t bytes,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus MultiRead(rocksdb::FSReadRequest* requests, std::size_t count,
                              const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* debug) override;
  std::size_t GetUniqueId(char* id, std::size_t size_max) const override;
  void Hint(AccessPattern pattern) override;
  bool use_direct_io() const override { return false; }
  std::size_t GetRequiredBufferAlignment() const override;
  rocksdb::IOStatus InvalidateCache(std::size_t offset, std::size_t length) override;
  rocksdb::IOStatus ReadAsync(rocksdb::FSReadRequest& request, const rocksdb::IOOptions& options,
                              std::function<void(const rocksdb::FSReadRequest&, void*)> callback,
                              void* argument, void** handle, rocksdb::IOHandleDeleter* deleter,
                              rocksdb::IODebugContext* debug) override;
  rocksdb::Temperature GetTemperature() const override;

 private:
  std::unique_ptr<LogicalReader> reader_;
};

}  // namespace vitalstream::storage
