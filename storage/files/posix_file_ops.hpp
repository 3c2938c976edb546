#pragma once
// FileOps on a POSIX file system. Stateless; any thread, though a file belongs to one at a time.

#include "storage/files/file_ops.hpp"

namespace vitalstream::storage {

class PosixFileOps final : public FileOps {
 public:
  Result<std::unique_ptr<AppendFile>, FileError> create(const Path& path) override;
  Result<std::unique_ptr<AppendFile>, FileError> open_append(const Path& path) override;
  Result<Bytes, FileError> read(const Path& path, std::uint64_t bytes_max) override;
  Result<void, FileError> truncate(const Path& path, std::uint64_t bytes) override;
  Result<void, FileError> rename(const Path& from, const Path& to) override;
  Result<void, FileError> unlink(const Path& path) override;
  Result<void, FileError> make_directory(const Path& path) override;
  Result<void, FileError> sync_directory(const Path& path) override;
  Result<std::vector<std::string>, FileError> list(const Path& path) override;
};

}  // namespace vitalstream::storage
