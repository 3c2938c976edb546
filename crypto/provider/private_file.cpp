#include "crypto/provider/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "crypto/provider/random.hpp"
#include "storage/files/private_file.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;
constexpr std::size_t kTemporarySuffixBytes = 8;

using storage::FileDescriptor;
using storage::PrivateFileRefusal;

PrivateFileError error_of(PrivateFileRefusal refusal) {
  switch (refusal) {
    case PrivateFileRefusal::NotFound:
      return PrivateFileError::NotFound;
    case PrivateFileRefusal::CannotOpen:
      return PrivateFileError::CannotRead;
    case PrivateFileRefusal::NotARegularFile:
      return PrivateFileError::NotARegularFile;
    case PrivateFileRefusal::TooOpen:
      return PrivateFileError::TooOpen;
  }
  base::assertion_failed("a known PrivateFileRefusal", __FILE__, __LINE__);
}

bool read_whole(const FileDescriptor& file, std::span<std::uint8_t> target) {
  while (!target.empty()) {
    const ssize_t count = ::read(file.get(), target.data(), target.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return false;
    }
    target = target.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

bool write_whole(const FileDescriptor& file, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return false;
    }
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

bool write_durably(const std::filesystem::path& path, ByteView bytes) {
  const FileDescriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly));
  // fchmod, because the umask may have taken bits away.
  return file.is_open() && ::fchmod(file.get(), kOwnerOnly) == 0 && write_whole(file, bytes) &&
         ::fsync(file.get()) == 0;
}

bool sync_folder_of(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.is_open() && ::fsync(opened.get()) == 0;
}

}  // namespace

std::string_view to_string(PrivateFileError error) {
  switch (error) {
    case PrivateFileError::NotFound:
      return storage::to_string(PrivateFileRefusal::NotFound);
    case PrivateFileError::CannotRead:
      return storage::to_string(PrivateFileRefusal::CannotOpen);
    case PrivateFileError::NotARegularFile:
      return storage::to_string(PrivateFileRefusal::NotARegularFile);
    case PrivateFileError::TooOpen:
      return storage::to_string(PrivateFileRefusal::TooOpen);
    case PrivateFileError::TooLong:
      return "the file is too long";
    case PrivateFileError::AlreadyExists:
      return "the file exists and is never overwritten";
    case PrivateFileError::CannotWrite:
      return "the file cannot be written";
  }
  base::assertion_failed("a known PrivateFileError", __FILE__, __LINE__);
}

Result<SecretBytes, PrivateFileError> read_private_file(const std::filesystem::path& path,
                                                        std::size_t bytes_max) {
  const auto opened = storage::open_private_file(path);
  if (opened.has_error()) {
    return error_of(opened.error());
  }
  if (opened->bytes > bytes_max) {
    return PrivateFileError::TooLong;
  }
  SecretBytes bytes(static_cast<std::size_t>(opened->bytes));
  if (!read_whole(opened->file, bytes.writable())) {
    return PrivateFileError::CannotRead;
  }
  return bytes;
}

// Written under another name first and then linked: link, unlike rename, overwrites nothing.
Result<void, PrivateFileError> create_private_file(const std::filesystem::path& path,
                                                   ByteView bytes) {
  const std::filesystem::path temporary =
      path.string() + ".new-" + to_hex(random_bytes(kTemporarySuffixBytes));
  if (!write_durably(temporary, bytes)) {
    ::unlink(temporary.c_str());
    return PrivateFileError::CannotWrite;
  }
  const bool linked = ::link(temporary.c_str(), path.c_str()) == 0;
  const bool existed = !linked && errno == EEXIST;
  ::unlink(temporary.c_str());
  if (existed) {
    return PrivateFileError::AlreadyExists;
  }
  if (!linked || !sync_folder_of(path)) {
    return PrivateFileError::CannotWrite;
  }
  return {};
}

}  // namespace vitalstream::crypto::provider
