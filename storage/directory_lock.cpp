#include "storage/directory_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace vitalstream::storage {
namespace {

constexpr const char* kLockName = "LOCK";
constexpr std::size_t kPidTextBytesMax = 32;

std::string holder_of(int descriptor) {
  std::array<char, kPidTextBytesMax> text{};
  const ssize_t count = ::pread(descriptor, text.data(), text.size(), 0);
  std::string pid(text.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  while (!pid.empty() && pid.back() == '\n') {
    pid.pop_back();
  }
  return "process " + (pid.empty() ? std::string("unknown") : pid);
}

bool write_holder(int descriptor) {
  const std::string pid = std::to_string(::getpid()) + "\n";
  return ::ftruncate(descriptor, 0) == 0 &&
         ::pwrite(descriptor, pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
}

}  // namespace

DirectoryLock::DirectoryLock(FileDescriptor file) : file_(std::move(file)) {}

Result<DirectoryLock, LockFailure> DirectoryLock::acquire(const std::filesystem::path& directory) {
  FileDescriptor file(::open((directory / kLockName).c_str(),
                             O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!file.is_open()) {
    return LockFailure{.is_held_by_other = false, .detail = std::strerror(errno)};
  }
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) {
      return LockFailure{.is_held_by_other = true, .detail = holder_of(file.get())};
    }
    return LockFailure{.is_held_by_other = false, .detail = std::strerror(errno)};
  }
  // The pid only tells people who it is; on a full disk the lock holds without it.
  static_cast<void>(write_holder(file.get()));
  return DirectoryLock(std::move(file));
}

}  // namespace vitalstream::storage
