#include "storage/backup/archive_reader.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/hex.hpp"
#include "base/result.hpp"
#include "storage/backup/limits.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::string_view kFolder = "files/";

// Nothing at the end of the archive; an error if it cannot be read.
BackupResult<archive_entry*> next_entry(archive* handle, const BackupFailure& damaged) {
  archive_entry* entry = nullptr;
  const int status = archive_read_next_header(handle, &entry);
  if (status == ARCHIVE_EOF) {
    return static_cast<archive_entry*>(nullptr);
  }
  return status == ARCHIVE_OK ? BackupResult<archive_entry*>(entry)
                              : BackupResult<archive_entry*>(damaged);
}

std::string name_of(archive_entry* entry) {
  const char* name = archive_entry_pathname(entry);
  return name == nullptr ? std::string() : std::string(name);
}

std::optional<std::string> read_text(archive* handle) {
  std::string text;
  std::string piece(kCopyBytes, '\0');
  for (;;) {
    const la_ssize_t got = archive_read_data(handle, piece.data(), piece.size());
    if (got < 0 || text.size() > kManifestBytesMax) {
      return std::nullopt;
    }
    if (got == 0) {
      return text;
    }
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

BackupResult<ArchiveReader::Opened> ArchiveReader::open() const {
  std::error_code error;
  if (!std::filesystem::exists(path_, error)) {
    return error ? BackupFailure{BackupError::Io, path_.string() + ": " + error.message()}
                 : BackupFailure{BackupError::NotThere, path_.string()};
  }
  Opened opened{ArchiveHandle(archive_read_new()), {}};
  archive* handle = opened.handle.get();
  if (archive_read_support_format_tar(handle) != ARCHIVE_OK ||
      archive_read_support_filter_gzip(handle) != ARCHIVE_OK ||
      archive_read_open_filename(handle, path_.c_str(), kCopyBytes) != ARCHIVE_OK) {
    return BackupFailure{BackupError::NotABackup, path_.string()};
  }
  const auto entry = next_entry(handle, {BackupError::NotABackup, path_.string()});
  if (!entry) {
    return entry.error();
  }
  if (*entry == nullptr || name_of(*entry) != "manifest.json") {
    return BackupFailure{BackupError::NotABackup, path_.string()};
  }
  const auto text = read_text(handle);
  auto manifest = text ? manifest_from_json(*text) : std::nullopt;
  if (!manifest) {
    return damaged("its manifest cannot be read");
  }
  opened.manifest = std::move(*manifest);
  return opened;
}

BackupResult<BackupManifest> ArchiveReader::manifest() {
  auto opened = open();
  return opened ? BackupResult<BackupManifest>(std::move(opened->manifest))
                : BackupResult<BackupManifest>(opened.error());
}

BackupResult<void> ArchiveReader::visit(const BackupManifest& manifest, BackupVisitor& visitor) {
  std::map<std::string, const BackupFile*> missing;
  for (const BackupFile& file : manifest.files) {
    missing.emplace(std::string(kFolder) + to_hex(file.sha256), &file);
  }
  VS_TRY(opened, open());
  archive* handle = opened.handle.get();
  for (;;) {
    VS_TRY(entry, next_entry(handle, damaged("it cannot be read to its end")));
    if (entry == nullptr) {
      break;
    }
    const auto found = missing.find(name_of(entry));
    if (found == missing.end()) {
      return damaged("it holds " + name_of(entry) + ", which its manifest does not name");
    }
    BackupResult<void> heard = visitor.begin(found->second->sha256, found->second->bytes);
    missing.erase(found);
    if (heard) {
      heard = pass_on(handle, visitor);
    }
    if (!heard) {
      return heard.error();
    }
  }
  return missing.empty() ? BackupResult<void>()
                         : damaged(missing.begin()->second->name + " is missing");
}

BackupResult<void> ArchiveReader::pass_on(archive* handle, BackupVisitor& visitor) const {
  Bytes buffer(kCopyBytes);
  for (;;) {
    const la_ssize_t got = archive_read_data(handle, buffer.data(), buffer.size());
    if (got < 0) {
      return damaged("it cannot be read to its end");
    }
    if (got == 0) {
      return visitor.end();
    }
    const ByteView piece(buffer.data(), static_cast<std::size_t>(got));
    VS_RETURN_IF_ERROR(visitor.piece(piece));
  }
}

BackupFailure ArchiveReader::damaged(const std::string& what) const {
  return {BackupError::Damaged, path_.string() + ": " + what};
}

}  // namespace vitalstream::storage
