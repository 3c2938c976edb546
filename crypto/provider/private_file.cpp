#include "crypto/provider/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <utility>

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "crypto/provider/random.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;
constexpr mode_t kGroupAndOthers = S_IRWXG | S_IRWXO;
constexpr std::size_t kTemporarySuffixBytes = 8;

class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile();
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

OpenFile::~OpenFile() {
  if (is_open()) {
    ::close(descriptor_);
  }
}

std::optional<PrivateFileError> refusal_of(const struct stat& status, std::size_t bytes_max) {
  if (!S_ISREG(status.st_mode)) {
    return PrivateFileError::NotARegularFile;
  }
  if ((status.st_mode & kGroupAndOthers) != 0 ||
      (status.st_uid != ::geteuid() && status.st_uid != 0)) {
    return PrivateFileError::TooOpen;
  }
  if (std::cmp_greater(status.st_size, bytes_max)) {
    return PrivateFileError::TooLong;
  }
  return std::nullopt;
}

bool read_whole(const OpenFile& file, std::span<std::uint8_t> target) {
  while (!target.empty()) {
    const ssize_t count = ::read(file.descriptor(), target.data(), target.size());
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

bool write_whole(const OpenFile& file, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.descriptor(), bytes.data(), bytes.size());
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
  const OpenFile file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly));
  // fchmod, because the umask may have taken bits away.
  return file.is_open() && ::fchmod(file.descriptor(), kOwnerOnly) == 0 &&
         write_whole(file, bytes) && ::fsync(file.descriptor()) == 0;
}

bool sync_folder_of(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const OpenFile opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.is_open() && ::fsync(opened.descriptor()) == 0;
}

}  // namespace

std::string_view to_string(PrivateFileError error) {
  switch (error) {
    case PrivateFileError::NotFound:
      return "there is no such file";
    case PrivateFileError::CannotRead:
      return "the file cannot be read";
    case PrivateFileError::NotARegularFile:
      return "it is not a regular file";
    case PrivateFileError::TooOpen:
      return "others than its owner may read it; it must belong to this user and have mode 0600";
    case PrivateFileError::TooLong:
      return "the file is too long";
    case PrivateFileError::AlreadyExists:
      return "the file exists and is never overwritten";
    case PrivateFileError::CannotWrite:
      return "the file cannot be written";
  }
  base::assertion_failed("a known PrivateFileError", __FILE__, __LINE__);
}

// The status is that of the opened file, so that no other can take its place in between. Symbolic
// links are followed: orchestrators mount secrets behind them.
Result<SecretBytes, PrivateFileError> read_private_file(const std::filesystem::path& path,
                                                        std::size_t bytes_max) {
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) {
    return errno == ENOENT ? PrivateFileError::NotFound : PrivateFileError::CannotRead;
  }
  struct stat status = {};
  if (::fstat(file.descriptor(), &status) != 0) {
    return PrivateFileError::CannotRead;
  }
  if (const auto refusal = refusal_of(status, bytes_max)) {
    return *refusal;
  }
  SecretBytes bytes(static_cast<std::size_t>(status.st_size));
  if (!read_whole(file, bytes.writable())) {
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
