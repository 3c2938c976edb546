#pragma once
// FileOps: the few file operations from which safety record, identity and keyring are built. The
// production answer is PosixFileOps, the tests answer with a disk that crashes before and after
// each operation. Whoever uses one does so from one thread at a time. A failed append or sync
// leaves a file in an unknown state: the caller never tries again.

#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace vitalstream::storage {

enum class FileError {
  NotFound,
  Denied,
  ReadOnly,       // the file system is mounted so
  NotADirectory,  // something else has the name
  TooLong,
  Damaged,  // not as it was written; only where what is read is authenticated
  Full,
  NoDescriptors,  // of the process or of the system: nothing is wrong with the disk
  Io,
};

// For a file whose length nothing limits.
inline constexpr std::uint64_t kAnyLength = std::numeric_limits<std::uint64_t>::max();

[[nodiscard]] std::string_view to_string(FileError error);

// An open file that only grows. Closing it syncs nothing.
class AppendFile {
 public:
  AppendFile() = default;
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;
  virtual ~AppendFile() = default;

  [[nodiscard]] virtual Result<void, FileError> append(ByteView bytes) = 0;
  // Returns once the contents and the length are durable (fdatasync).
  [[nodiscard]] virtual Result<void, FileError> sync() = 0;
};

class FileOps {
 public:
  using Path = std::filesystem::path;

  FileOps() = default;
  FileOps(const FileOps&) = delete;
  FileOps& operator=(const FileOps&) = delete;
  virtual ~FileOps() = default;

  // An empty file, readable by its owner only; an older one of that name is emptied.
  [[nodiscard]] virtual Result<std::unique_ptr<AppendFile>, FileError> create(const Path& path) = 0;
  [[nodiscard]] virtual Result<std::unique_ptr<AppendFile>, FileError> open_append(
      const Path& path) = 0;
  // The whole file, or TooLong if it has more bytes than that.
  [[nodiscard]] virtual Result<Bytes, FileError> read(const Path& path,
                                                      std::uint64_t bytes_max) = 0;
  [[nodiscard]] virtual Result<void, FileError> truncate(const Path& path, std::uint64_t bytes) = 0;
  [[nodiscard]] virtual Result<void, FileError> rename(const Path& from, const Path& to) = 0;
  [[nodiscard]] virtual Result<void, FileError> unlink(const Path& path) = 0;
  // Succeeds if the directory exists already. Afterwards only its owner may enter it.
  [[nodiscard]] virtual Result<void, FileError> make_directory(const Path& path) = 0;
  // Returns once the names in the directory are durable.
  [[nodiscard]] virtual Result<void, FileError> sync_directory(const Path& path) = 0;
  // The names in a directory, sorted.
  [[nodiscard]] virtual Result<std::vector<std::string>, FileError> list(const Path& path) = 0;
};

}  // namespace vitalstream::storage
