#include "storage/directory_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

namespace vitalstream::storage {
namespace {

// Only for people: who held the directory last. Nothing depends on it.
constexpr const char* kNoteName = "LOCK";
constexpr const char* kKernelLocks = "/proc/locks";
constexpr const char* kOfWholeFiles = "FLOCK";
constexpr std::size_t kDeviceCharsMax = 32;

// The process that the kernel names as holder of the lock on this directory; 0 if it names none, as
// where the holder is in another container. File systems of many layers have a device number there
// that `stat` does not know: then the inode alone decides.
int holder_of(const struct stat& directory) {
  const std::string inode = ":" + std::to_string(directory.st_ino);
  std::array<char, kDeviceCharsMax> device{};
  std::snprintf(device.data(), device.size(), "%02x:%02x", ::major(directory.st_dev),
                ::minor(directory.st_dev));
  int likely = 0;
  std::ifstream locks(kKernelLocks);
  for (std::string line; std::getline(locks, line);) {
    std::istringstream words(line);
    std::string number;
    std::string kind;
    std::string mode;
    std::string access;
    std::string place;
    int holder = 0;
    if (!(words >> number >> kind >> mode >> access >> holder >> place) || kind != kOfWholeFiles ||
        holder <= 0 || !place.ends_with(inode)) {
      continue;
    }
    if (place == device.data() + inode) {
      return holder;
    }
    likely = holder;
  }
  return likely;
}

LockFailure held_by(int holder) {
  return {.is_held_by_other = true,
          .holder = holder,
          .detail = "process " + (holder > 0 ? std::to_string(holder) : std::string("unknown"))};
}

LockFailure failed(int reason) {
  return {.is_held_by_other = false, .holder = 0, .detail = std::strerror(reason)};
}

// On a full disk the lock holds without it.
void leave_note(const std::filesystem::path& directory) {
  const FileDescriptor file(::open((directory / kNoteName).c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                                   S_IRUSR | S_IWUSR));
  const std::string pid = std::to_string(::getpid()) + "\n";
  static_cast<void>(::write(file.get(), pid.data(), pid.size()) < 0);
}

}  // namespace

DirectoryLock::DirectoryLock(FileDescriptor directory) : directory_(std::move(directory)) {}

Result<DirectoryLock, LockFailure> DirectoryLock::acquire(const std::filesystem::path& directory) {
  FileDescriptor opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open()) {
    return failed(errno);
  }
  struct stat status = {};
  if (::fstat(opened.get(), &status) != 0) {
    return failed(errno);
  }
  struct statvfs place = {};
  if (::fstatvfs(opened.get(), &place) != 0) {
    return failed(errno);
  }
  if ((place.f_flag & ST_RDONLY) != 0) {
    return failed(EROFS);
  }
  if (::flock(opened.get(), LOCK_EX | LOCK_NB) != 0) {
    return errno == EWOULDBLOCK ? held_by(holder_of(status)) : failed(errno);
  }
  leave_note(directory);
  return DirectoryLock(std::move(opened));
}

}  // namespace vitalstream::storage
