#pragma once
// FileReader: a file, read from its beginning in pieces. One thread.

#include <filesystem>
#include <span>

#include "storage/backup/backup_failure.hpp"
#include "storage/files/file_descriptor.hpp"

namespace vitalstream::storage {

class FileReader {
 public:
  [[nodiscard]] static BackupResult<FileReader> open(std::filesystem::path path);

  // How many bytes were read into the front of `piece`; 0 at the end.
  [[nodiscard]] BackupResult<std::size_t> read(std::span<std::uint8_t> piece);

 private:
  FileReader(std::filesystem::path path, FileDescriptor file)
      : path_(std::move(path)), file_(std::move(file)) {}

  std::filesystem::path path_;
  FileDescriptor file_;
};

}  // namespace vitalstream::storage
