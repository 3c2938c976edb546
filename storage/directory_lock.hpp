#pragma once
// DirectoryLock: one process per data directory. Two validators with one identity would sign twice.
// Held as long as the object lives; the kernel releases it when the process dies.

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "storage/files/file_descriptor.hpp"

namespace vitalstream::storage {

struct LockFailure {
  bool is_held_by_other = false;
  // The holder's process id as it wrote it; 0 if it is not known.
  int holder = 0;
  // Words for it, or the system's reason.
  std::string detail;
};

class DirectoryLock {
 public:
  [[nodiscard]] static Result<DirectoryLock, LockFailure> acquire(
      const std::filesystem::path& directory);

 private:
  explicit DirectoryLock(FileDescriptor file);

  FileDescriptor file_;
};

}  // namespace vitalstream::storage
