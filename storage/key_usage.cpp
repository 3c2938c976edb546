#include "storage/key_usage.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "storage/encrypted_fs/file_header.hpp"
#include "storage/encrypted_fs/limits.hpp"

namespace vitalstream::storage {
namespace {

// Made empty by RocksDB, and never written to: its own lock.
constexpr std::string_view kLockName = "LOCK";

// These keep the header with which they are made; CURRENT and the like are made anew.
bool keeps_its_header(FileKind kind) {
  return kind == FileKind::Table || kind == FileKind::Blob || kind == FileKind::Wal ||
         kind == FileKind::Manifest;
}

std::optional<KeyGeneration> generation_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  Bytes header(kFileHeaderBytes);
  file.read(reinterpret_cast<char*>(header.data()), static_cast<std::streamsize>(header.size()));
  if (!file) {
    return std::nullopt;
  }
  const auto decoded = decode_file_header(header);
  return decoded ? std::optional(decoded->generation) : std::nullopt;
}

}  // namespace

Result<std::vector<KeyedFile>, FileError> KeyUsage::look() {
  std::error_code error;
  std::filesystem::directory_iterator entry(directory_, error);
  std::vector<KeyedFile> files;
  std::map<std::string, KeyGeneration> known;
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    std::error_code is_gone;
    KeyedFile file{entry->path().filename().string(), entry->file_size(is_gone), std::nullopt};
    // A file may be deleted, or renamed, while the others are looked at.
    if (is_gone || file.name == kLockName) {
      continue;
    }
    const auto seen = known_.find(file.name);
    file.generation = seen != known_.end() ? seen->second : generation_of(entry->path());
    if (file.generation && keeps_its_header(place_of(file.name).kind)) {
      known.emplace(file.name, *file.generation);
    }
    files.push_back(std::move(file));
  }
  if (error) {
    return error == std::errc::no_such_file_or_directory ? FileError::NotFound : FileError::Io;
  }
  known_ = std::move(known);
  std::ranges::sort(files, {}, &KeyedFile::name);
  return files;
}

std::map<KeyGeneration, std::uint64_t> bytes_by_generation(const std::vector<KeyedFile>& files) {
  std::map<KeyGeneration, std::uint64_t> bytes;
  for (const KeyedFile& file : files) {
    if (file.generation) {
      bytes[*file.generation] += file.bytes;
    }
  }
  return bytes;
}

}  // namespace vitalstream::storage
