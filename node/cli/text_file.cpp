#include "node/cli/text_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace vitalstream::cli {
namespace {

constexpr mode_t kPublicMode = 0644;
constexpr mode_t kPrivateMode = 0600;

FileFailure failure(const std::filesystem::path& path) {
  return {path, errno};
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0) {
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

FileFailure::FileFailure(const std::filesystem::path& path, int error_number)
    : reason(path.string() + ": " + std::strerror(error_number)) {
}

Result<std::string, FileFailure> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return failure(path);
  }
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
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
