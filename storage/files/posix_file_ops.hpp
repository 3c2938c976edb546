#pragma once
// FileOps on a POSIX file system. Stateless, but for what it may give back when the disk is full;
// any thread, though a file belongs to one at a time.

#include <functional>

#include "storage/files/file_ops.hpp"

namespace vitalstream::storage {

class PosixFileOps final : public FileOps {
 public:
  // Called when an operation finds the disk full: whether there is more room now, so that it is
  // worth another try. Any thread.
  using MakeRoom = std::function<bool()>;

  PosixFileOps();
  explicit PosixFileOps(MakeRoom make_room);

  Result<std::unique_ptr<AppendFile>, FileError> create(const Path& path) override;
  Result<std::unique_ptr<AppendFile>, FileError> open_append(const Path& path) override;
  Result<Bytes, FileError> read(const Path& path, std::uint64_t bytes_max) override;
  Result<void, FileError> truncate(const Path& path, std::uint64_t bytes) override;
  Result<void, FileError> rename(const Path& from, const Path& to) override;
  Result<void, FileError> unlink(const Path& path) override;
  Result<void, FileError> make_directory(const Path& path) override;
  Result<void, FileError> sync_directory(const Path& path) override;
  Result<std::vector<std::string>, FileError> list(const Path& path) override;

 private:
  // The system call's outcome, tried again as long as room can be made.
  [[nodiscard]] Result<void, FileError> attempt(const std::function<int()>& call) const;
  [[nodiscard]] Result<std::unique_ptr<AppendFile>, FileError> open_for_append(
      const Path& path, int extra_flags) const;

  MakeRoom make_room_;
};

}  // namespace vitalstream::storage
