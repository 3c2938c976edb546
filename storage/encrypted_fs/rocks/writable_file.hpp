#pragma once
// EncryptedWritableFile: a file that RocksDB writes. A ContentEncryptor turns what is appended into
// what goes to the disk. Every method of RocksDB's class is answered here, none is inherited (a
// test compares with RocksDB's header).
//
// The first failed operation is the last: what it left on the disk is unknown, so every later one
// is refused (a sync that failed is never tried again). One thread at a time, except that Sync of a
// framed file may run beside Append.

#include <rocksdb/file_system.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "storage/encrypted_fs/rocks/content_encryptor.hpp"
#include "storage/encrypted_fs/rocks/context.hpp"

namespace vitalstream::storage {

class EncryptedWritableFile final : public rocksdb::FSWritableFile {
 public:
  // Makes the file and writes its header; that of a framed file is durable then.
  [[nodiscard]] static rocksdb::IOStatus create(std::shared_ptr<FileSystemContext> context,
                                                const std::string& path,
                                                const rocksdb::FileOptions& options,
                                                std::unique_ptr<rocksdb::FSWritableFile>& file);

  // An existing file, to cut a torn tail off it or to sync it; nothing can be appended.
  [[nodiscard]] static rocksdb::IOStatus reopen(std::shared_ptr<FileSystemContext> context,
                                                const std::string& path,
                                                const rocksdb::FileOptions& options,
                                                std::unique_ptr<rocksdb::FSWritableFile>& file);

  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo& verification,
                           rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus PositionedAppend(const rocksdb::Slice& data, std::uint64_t offset,
                                     const rocksdb::IOOptions& options,
                                     rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus PositionedAppend(const rocksdb::Slice& data, std::uint64_t offset,
                                     const rocksdb::IOOptions& options,
                                     const rocksdb::DataVerificationInfo& verification,
                                     rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Truncate(std::uint64_t bytes, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Close(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Flush(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                         rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* debug) override;
  bool IsSyncThreadSafe() const override;
  bool use_direct_io() const override { return false; }
  std::size_t GetRequiredBufferAlignment() const override;
  void SetWriteLifeTimeHint(rocksdb::Env::WriteLifeTimeHint hint) override;
  void SetIOPriority(rocksdb::Env::IOPriority priority) override;
  rocksdb::Env::IOPriority GetIOPriority() override;
  rocksdb::Env::WriteLifeTimeHint GetWriteLifeTimeHint() override;
  std::uint64_t GetFileSize(const rocksdb::IOOptions& options,
                            rocksdb::IODebugContext* debug) override;
  void SetPreallocationBlockSize(std::size_t size) override;
  void GetPreallocationStatus(std::size_t* block_size, std::size_t* last_block) override;
  std::size_t GetUniqueId(char* id, std::size_t size_max) const override;
  rocksdb::IOStatus InvalidateCache(std::size_t offset, std::size_t length) override;
  rocksdb::IOStatus RangeSync(std::uint64_t offset, std::uint64_t bytes,
                              const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* debug) override;
  void PrepareWrite(std::size_t offset, std::size_t bytes, const rocksdb::IOOptions& options,
                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Allocate(std::uint64_t offset, std::uint64_t bytes,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;

 private:
  using Syncing = rocksdb::IOStatus (rocksdb::FSWritableFile::*)(const rocksdb::IOOptions&,
                                                                 rocksdb::IODebugContext*);

  EncryptedWritableFile(std::string path, std::unique_ptr<rocksdb::FSWritableFile> beneath,
                        std::unique_ptr<ContentEncryptor> encryptor,
                        std::shared_ptr<LiveExtent> extent);

  [[nodiscard]] rocksdb::IOStatus usable() const;
  [[nodiscard]] rocksdb::IOStatus latched(rocksdb::IOStatus status);
  [[nodiscard]] rocksdb::IOStatus write(ByteView encrypted);
  [[nodiscard]] rocksdb::IOStatus finish();
  [[nodiscard]] rocksdb::IOStatus sync_by(Syncing syncing, const rocksdb::IOOptions& options,
                                          rocksdb::IODebugContext* debug);

  std::string path_;
  std::unique_ptr<rocksdb::FSWritableFile> beneath_;
  std::unique_ptr<ContentEncryptor> encryptor_;
  std::shared_ptr<LiveExtent> extent_;
  bool has_torn_tail_ = false;
  Bytes encrypted_;
  std::atomic<bool> has_failed_ = false;
};

}  // namespace vitalstream::storage
