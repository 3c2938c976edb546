#include "storage/key_usage.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "storage/encrypted_fs/file_header.hpp"
#include "storage/encrypted_fs/limits.hpp"
#include "storage/halt_note.hpp"

namespace vitalstream::storage {
namespace {

// In clear: the lock that RocksDB makes and never writes to, and the note of a halt.
bool is_never_encrypted(std::string_view name) {
  return name == "LOCK" || name == kHaltNoteName || name == kUnfinishedHaltNoteName;
}

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
    std::error_code trouble;
    KeyedFile file{entry->path().filename().string(), entry->file_size(trouble), std::nullopt};
    // A file may be deleted, or renamed, while the others are looked at. One that cannot be looked
    // at is there: a data key must not be destroyed for lack of a permission.
    if (trouble == std::errc::no_such_file_or_directory || is_never_encrypted(file.name)) {
      continue;
    }
    if (trouble) {
      return FileError::Io;
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
