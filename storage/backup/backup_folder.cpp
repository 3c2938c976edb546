#include "storage/backup/backup_folder.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <system_error>
#include <utility>

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "base/result.hpp"
#include "storage/backup/copy_file.hpp"
#include "storage/backup/file_reader.hpp"
#include "storage/backup/limits.hpp"
#include "storage/files/synced_file.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::size_t kDigits = 6;
constexpr std::string_view kSuffix = ".json";
// What the root of a file system of its own holds.
constexpr std::string_view kLostAndFoundName = "lost+found";

std::string manifest_name(std::uint32_t number) {
  std::string digits = std::to_string(number);
  return std::string(kDigits - digits.size(), '0') + digits + std::string(kSuffix);
}

// 0 for a name that is none of ours.
std::uint32_t number_of(std::string_view name) {
  if (name.size() != kDigits + kSuffix.size() || !name.ends_with(kSuffix)) {
    return 0;
  }
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + kDigits, number);
  return error == std::errc() && end == name.data() + kDigits ? number : 0;
}

}  // namespace

BackupFolder::BackupFolder(FileOps& files, std::filesystem::path path)
    : files_(files), path_(std::move(path)) {}

BackupResult<void> BackupFolder::begin(const BackupManifest& manifest) {
  if (const auto made = files_.make_directory(path_); !made) {
    return describe(made.error(),
                    made.error() == FileError::NotFound ? path_.parent_path() : path_);
  }
  VS_RETURN_IF_ERROR(refuse_foreign());
  for (const auto& folder : {path_ / "files", path_ / "backups"}) {
    if (const auto made = files_.make_directory(folder); !made) {
      return describe(made.error(), folder);
    }
  }
  VS_TRY(number, newest());
  if (number > 0) {
    VS_TRY(earlier, read_manifest(number));
    if (earlier.identity != manifest.identity) {
      return BackupFailure{BackupError::OtherLedger,
                           path_.string() + " holds backups of " + describe(earlier.identity)};
    }
  }
  if (number >= kBackupNumberMax) {
    return BackupFailure{BackupError::Full, path_.string() + ": begin a new folder"};
  }
  number_ = number + 1;
  begun_ = manifest;
  return {};
}

// A path that was mistyped, a data directory even, is not to be filled with backups.
BackupResult<void> BackupFolder::refuse_foreign() {
  const auto names = files_.list(path_);
  if (!names) {
    return describe(names.error(), path_);
  }
  const auto foreign = std::ranges::find_if(*names, [](const std::string& name) {
    return name != "files" && name != "backups" && name != kLostAndFoundName;
  });
  if (foreign == names->end()) {
    return {};
  }
  return BackupFailure{BackupError::NotABackup,
                       path_.string() + " holds " + *foreign +
                           "; name an empty folder, or one that holds backups only"};
}

bool BackupFolder::holds(const BackupFile& file) const {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(place_of(file.sha256), error);
  return !error && bytes == file.bytes;
}

BackupResult<void> BackupFolder::put(const BackupFile& file, const std::filesystem::path& from) {
  const std::filesystem::path place = place_of(file.sha256);
  std::filesystem::path unfinished = place;
  unfinished += ".part";
  VS_RETURN_IF_ERROR(copy_file(files_, from, unfinished, file));
  if (const auto renamed = files_.rename(unfinished, place); !renamed) {
    return describe(renamed.error(), place);
  }
  return {};
}

BackupResult<void> BackupFolder::finish() {
  VS_ASSERT(begun_);
  if (const auto synced = files_.sync_directory(path_ / "files"); !synced) {
    return describe(synced.error(), path_ / "files");
  }
  const std::filesystem::path place = path_ / "backups" / manifest_name(number_);
  std::filesystem::path unfinished = place;
  unfinished += ".part";
  const std::string text = to_json(*begun_);
  if (const auto written = write_synced_file(files_, unfinished, as_bytes(text)); !written) {
    return describe(written.error(), unfinished);
  }
  if (const auto renamed = files_.rename(unfinished, place); !renamed) {
    return describe(renamed.error(), place);
  }
  for (const auto& folder : {path_ / "backups", path_, path_.parent_path()}) {
    if (folder.empty()) {
      continue;
    }
    if (const auto synced = files_.sync_directory(folder); !synced) {
      return describe(synced.error(), folder);
    }
  }
  return {};
}

BackupResult<BackupManifest> BackupFolder::manifest() {
  VS_TRY(number, newest());
  if (number == 0) {
    return BackupFailure{BackupError::NotABackup, path_.string()};
  }
  return read_manifest(number);
}

BackupResult<void> BackupFolder::visit(const BackupManifest& manifest, BackupVisitor& visitor) {
  std::set<Hash32> seen;
  Bytes buffer(kCopyBytes);
  for (const BackupFile& file : manifest.files) {
    if (!seen.insert(file.sha256).second) {
      continue;
    }
    auto reader = FileReader::open(place_of(file.sha256));
    if (!reader) {
      return reader.error().error == BackupError::NotThere
                 ? BackupFailure{BackupError::Damaged, file.name + " is missing"}
                 : reader.error();
    }
    BackupResult<void> heard = visitor.begin(file.sha256, file.bytes);
    while (heard) {
      VS_TRY(got, reader->read(buffer));
      if (got == 0) {
        break;
      }
      heard = visitor.piece({buffer.data(), got});
    }
    if (heard) {
      heard = visitor.end();
    }
    if (!heard) {
      return heard.error();
    }
  }
  return {};
}

std::filesystem::path BackupFolder::place_of(const Hash32& sha256) const {
  return path_ / "files" / to_hex(sha256);
}

BackupResult<BackupManifest> BackupFolder::read_manifest(std::uint32_t number) {
  const std::filesystem::path place = path_ / "backups" / manifest_name(number);
  const auto text = files_.read(place, kManifestBytesMax);
  if (!text) {
    return describe(text.error(), place);
  }
  auto manifest = manifest_from_json(as_text(*text));
  if (!manifest) {
    return BackupFailure{BackupError::Damaged, place.string()};
  }
  return std::move(*manifest);
}

BackupResult<std::uint32_t> BackupFolder::newest() {
  const auto names = files_.list(path_ / "backups");
  std::error_code error;
  if (!names) {
    return names.error() == FileError::NotFound || std::filesystem::is_regular_file(path_, error)
               ? BackupFailure{BackupError::NotABackup, path_.string()}
               : describe(names.error(), path_);
  }
  std::uint32_t newest = 0;
  for (const std::string& name : *names) {
    newest = std::max(newest, number_of(name));
  }
  return newest;
}

}  // namespace vitalstream::storage
