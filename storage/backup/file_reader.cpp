#include "storage/backup/file_reader.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace vitalstream::storage {

BackupResult<FileReader> FileReader::open(std::filesystem::path path) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    return describe(errno == ENOENT   ? FileError::NotFound
                    : errno == EACCES ? FileError::Denied
                                      : FileError::Io,
                    path);
  }
  return FileReader(std::move(path), std::move(file));
}

BackupResult<std::size_t> FileReader::read(std::span<std::uint8_t> piece) {
  ssize_t got = -1;
  do {
    got = ::read(file_.get(), piece.data(), piece.size());
  } while (got < 0 && errno == EINTR);
  if (got < 0) {
    return describe(FileError::Io, path_);
  }
  return static_cast<std::size_t>(got);
}

}  // namespace vitalstream::storage
