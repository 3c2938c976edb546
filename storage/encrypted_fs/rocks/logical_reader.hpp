#pragma once
// LogicalReader: the plain bytes of an encrypted file, whichever layout it has, and the opening of
// a file, in which it is found out whether it is what it should be. RocksDB's sequential and
// random-access files are thin covers of it. Within this module. Any thread.

#include <rocksdb/file_system.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "storage/encrypted_fs/frame_reader.hpp"
#include "storage/encrypted_fs/page_decryptor.hpp"
#include "storage/encrypted_fs/rocks/context.hpp"

namespace vitalstream::storage {

class LogicalReader {
 public:
  LogicalReader() = default;
  LogicalReader(const LogicalReader&) = delete;
  LogicalReader& operator=(const LogicalReader&) = delete;
  virtual ~LogicalReader() = default;

  [[nodiscard]] virtual std::uint64_t logical_bytes() const = 0;
  // Fills the target from `offset` on, or as much of it as there is.
  [[nodiscard]] virtual rocksdb::IOStatus read(std::uint64_t offset, std::span<std::uint8_t> target,
                                               std::size_t& count) const = 0;
  // The file on the disk, for what does not concern its contents.
  [[nodiscard]] virtual rocksdb::FSRandomAccessFile& beneath() const = 0;
};

// A file on the disk, its name, and what opening it found out.
struct OpenedFile {
  std::shared_ptr<const FileSystemContext> context;
  std::string path;
  FilePlace place;
  std::unique_ptr<rocksdb::FSRandomAccessFile> file;
  std::uint64_t physical_bytes = 0;
  // Nothing in a framed file whose creation a crash cut short: it is empty.
  std::optional<FileCipher> cipher;

  [[nodiscard]] rocksdb::IOStatus refuse(FaultKind kind, std::uint64_t offset) const;
  // Of a failed read near this place: refused like damage if the disk itself cannot read it.
  [[nodiscard]] rocksdb::IOStatus failed(const rocksdb::IOStatus& status,
                                         std::uint64_t offset) const;
};

// Opens and authenticates the header. Of a live file, physical_bytes is what was appended as a
// whole.
[[nodiscard]] rocksdb::IOStatus open_file(std::shared_ptr<const FileSystemContext> context,
                                          const std::string& path,
                                          const rocksdb::FileOptions& options, OpenedFile& opened);

// Proves the file's length too: authenticates the final page, or every frame.
[[nodiscard]] rocksdb::IOStatus open_reader(std::shared_ptr<const FileSystemContext> context,
                                            const std::string& path,
                                            const rocksdb::FileOptions& options,
                                            std::unique_ptr<LogicalReader>& reader);

// The frames of an opened framed file.
[[nodiscard]] rocksdb::IOStatus scan_file(const OpenedFile& opened, EncryptedFrames& frames);

// How long a file is, without believing more of it than that takes.
struct FileLength {
  std::uint64_t logical_bytes = 0;
  std::uint64_t physical_bytes = 0;  // without a torn tail
  bool has_torn_tail = false;
};
[[nodiscard]] rocksdb::IOStatus measure_file(std::shared_ptr<const FileSystemContext> context,
                                             const std::string& path,
                                             const rocksdb::FileOptions& options,
                                             FileLength& length);

// A file of the layer beneath as a source of frames; it keeps the reason of a failure.
class RocksFileSource final : public ByteSource {
 public:
  // The file must outlive the source.
  RocksFileSource(const rocksdb::FSRandomAccessFile& file, std::uint64_t bytes)
      : file_(file), bytes_(bytes) {}

  std::uint64_t size() const override { return bytes_; }
  Result<std::size_t, SourceError> read(std::uint64_t offset,
                                        std::span<std::uint8_t> target) override;
  [[nodiscard]] const rocksdb::IOStatus& failure() const { return failure_; }

 private:
  const rocksdb::FSRandomAccessFile& file_;
  std::uint64_t bytes_;
  rocksdb::IOStatus failure_;
};

}  // namespace vitalstream::storage
