#pragma once
// DirectoryLock: one process per data directory. Two validators with one identity would sign twice.
// It is the directory itself that is locked, not a file in it: that could be removed, and made anew
// for a second process. Held as long as the object lives; the kernel releases it when the process
// dies. A file system that cannot lock is refused.

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "storage/files/file_descriptor.hpp"

namespace vitalstream::storage {

struct LockFailure {
  bool is_held_by_other = false;
  // The process that the kernel names, by its number here; 0 if it names none.
  int holder = 0;
  // Words for it, or the system's reason.
  std::string detail;
};

class DirectoryLock {
 public:
  [[nodiscard]] static Result<DirectoryLock, LockFailure> acquire(
      const std::filesystem::path& directory);

 private:
  explicit DirectoryLock(FileDescriptor directory);

  FileDescriptor directory_;
};

}  // namespace vitalstream::storage
