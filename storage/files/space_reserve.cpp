#include "storage/files/space_reserve.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "storage/files/file_descriptor.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::uint64_t kStatBlockBytes = 512;

// A file of the length that occupies less would be no reserve.
bool occupies(const std::filesystem::path& path, std::uint64_t bytes) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         static_cast<std::uint64_t>(status.st_blocks) * kStatBlockBytes >= bytes;
}

FileError error_of(int number) {
  switch (number) {
    case ENOSPC:
    case EDQUOT:
      return FileError::Full;
    case EMFILE:
    case ENFILE:
      return FileError::NoDescriptors;
    default:
      return FileError::Io;
  }
}

}  // namespace

SpaceReserve::SpaceReserve(std::filesystem::path path, std::uint64_t bytes)
    : path_(std::move(path)), bytes_(bytes), is_held_(occupies(path_, bytes)) {}

bool SpaceReserve::release() { return is_held_.exchange(false) && ::unlink(path_.c_str()) == 0; }

Result<void, FileError> SpaceReserve::restore() {
  if (is_held_) {
    return {};
  }
  const FileDescriptor file(::open(
      path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!file.is_open()) {
    return error_of(errno);
  }
  const int failed = ::posix_fallocate(file.get(), 0, static_cast<off_t>(bytes_));
  if (failed != 0 || !occupies(path_, bytes_)) {
    ::unlink(path_.c_str());
    return error_of(failed);
  }
  is_held_ = true;
  return {};
}

}  // namespace vitalstream::storage
