#include "storage/directory_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

namespace vitalstream::storage {
namespace {

constexpr const char* kLockName = "LOCK";
constexpr std::size_t kPidTextBytesMax = 32;

// 0 if it has not said who it is.
int holder_of(int descriptor) {
  std::array<char, kPidTextBytesMax> text{};
  const ssize_t count = ::pread(descriptor, text.data(), text.size(), 0);
  int holder = 0;
  if (count > 0) {
    std::from_chars(text.data(), text.data() + count, holder);
  }
  return holder;
}

LockFailure held_by(int holder) {
  return {.is_held_by_other = true,
          .holder = holder,
          .detail = "process " + (holder > 0 ? std::to_string(holder) : std::string("unknown"))};
}

LockFailure failed(int reason) {
  return {.is_held_by_other = false, .holder = 0, .detail = std::strerror(reason)};
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
    return failed(errno);
  }
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    return errno == EWOULDBLOCK ? held_by(holder_of(file.get())) : failed(errno);
  }
  // The pid only tells people who it is; on a full disk the lock holds without it.
  static_cast<void>(write_holder(file.get()));
  return DirectoryLock(std::move(file));
}

}  // namespace vitalstream::storage
