#include "node/cli/text_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "storage/files/file_descriptor.hpp"

namespace vitalstream::cli {
namespace {

constexpr mode_t kPublicMode = 0644;
constexpr mode_t kPrivateMode = 0600;
constexpr std::size_t kReadBytes = 64 * 1024;

FileFailure failure(const std::filesystem::path& path) { return {path, errno}; }

FileFailure too_large(const std::filesystem::path& path, const std::string& bytes,
                      std::size_t bytes_max) {
  FileFailure refused;
  refused.reason = path.string() + ": " + bytes + " bytes, but at most " +
                   std::to_string(bytes_max) + " make sense here";
  refused.code = ExitCode::Usage;
  return refused;
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

FileFailure::FileFailure(const std::filesystem::path& path, int error_number)
    : reason(path.string() + ": " + std::strerror(error_number)) {}

Result<std::string, FileFailure> read_file(const std::filesystem::path& path,
                                           std::size_t bytes_max) {
  const storage::FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status = {};
  if (!file.is_open() || ::fstat(file.get(), &status) != 0) {
    return failure(path);
  }
  if (S_ISREG(status.st_mode) && std::cmp_greater(status.st_size, bytes_max)) {
    return too_large(path, std::to_string(status.st_size), bytes_max);
  }
  std::string text;
  std::array<char, kReadBytes> piece{};
  for (;;) {
    const ssize_t got = ::read(file.get(), piece.data(), piece.size());
    if (got < 0 && errno != EINTR) {
      return failure(path);
    }
    if (got == 0) {
      return text;
    }
    text.append(piece.data(), got < 0 ? 0 : static_cast<std::size_t>(got));
    if (text.size() > bytes_max) {
      return too_large(path, "more", bytes_max);
    }
  }
}

Result<void, FileFailure> write_file(const std::filesystem::path& path, std::string_view text,
                                     Readers readers, Existing existing) {
  const int how =
      O_WRONLY | O_CREAT | O_CLOEXEC | (existing == Existing::Refuse ? O_EXCL : O_TRUNC);
  const mode_t mode = readers == Readers::OwnerOnly ? kPrivateMode : kPublicMode;
  const int file = ::open(path.c_str(), how, mode);
  if (file < 0) {
    return failure(path);
  }
  const bool written = write_all(file, text) && ::fsync(file) == 0;
  const FileFailure why = failure(path);
  ::close(file);
  if (!written) {
    return why;
  }
  return {};
}

}  // namespace vitalstream::cli
