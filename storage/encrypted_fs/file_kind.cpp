#include "storage/encrypted_fs/file_kind.hpp"

#include <charconv>
#include <optional>

namespace vitalstream::storage {
namespace {

constexpr std::string_view kManifestPrefix = "MANIFEST-";
constexpr std::string_view kOptionsPrefix = "OPTIONS-";
constexpr std::string_view kTemporarySuffix = ".dbtmp";
// RocksDB makes CURRENT under the number of the manifest, which is never 0, and IDENTITY under 0.
constexpr std::uint64_t kIdentityNumber = 0;

std::optional<std::uint64_t> number_of(std::string_view digits) {
  std::uint64_t number = 0;
  const char* end = digits.data() + digits.size();
  const auto outcome = std::from_chars(digits.data(), end, number);
  if (digits.empty() || outcome.ec != std::errc{} || outcome.ptr != end) {
    return std::nullopt;
  }
  return number;
}

std::optional<std::uint64_t> number_before(std::string_view name, std::string_view suffix) {
  return name.ends_with(suffix) ? number_of(name.substr(0, name.size() - suffix.size()))
                                : std::nullopt;
}

std::optional<std::uint64_t> number_after(std::string_view name, std::string_view prefix) {
  return name.starts_with(prefix) ? number_of(name.substr(prefix.size())) : std::nullopt;
}

FilePlace place_of_unnumbered(std::string_view name) {
  std::string_view stem = name;
  if (name.ends_with(kTemporarySuffix)) {
    if (const auto number = number_before(name, kTemporarySuffix)) {
      return {*number == kIdentityNumber ? FileKind::Identity : FileKind::Current, 0};
    }
    stem.remove_suffix(kTemporarySuffix.size());
  }
  if (number_after(stem, kOptionsPrefix)) {
    return {FileKind::Options, 0};
  }
  if (name == "CURRENT") {
    return {FileKind::Current, 0};
  }
  return {name == "IDENTITY" ? FileKind::Identity : FileKind::Other, 0};
}

}  // namespace

std::string_view to_string(FileKind kind) {
  switch (kind) {
    case FileKind::Table:
      return "table";
    case FileKind::Blob:
      return "blob file";
    case FileKind::Wal:
      return "write-ahead log";
    case FileKind::Manifest:
      return "manifest";
    case FileKind::Current:
      return "pointer to the manifest";
    case FileKind::Options:
      return "options";
    case FileKind::Identity:
      return "identity";
    case FileKind::SafetyRecord:
      return "safety record";
    case FileKind::Other:
      return "other file";
  }
  return "unknown";
}

FilePlace place_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  if (const auto table = number_before(name, ".sst")) {
    return {FileKind::Table, *table};
  }
  if (const auto blob = number_before(name, ".blob")) {
    return {FileKind::Blob, *blob};
  }
  if (const auto wal = number_before(name, ".log")) {
    return {FileKind::Wal, *wal};
  }
  if (const auto manifest = number_after(name, kManifestPrefix)) {
    return {FileKind::Manifest, *manifest};
  }
  return place_of_unnumbered(name);
}

FileLayout layout_of(FileKind kind) {
  switch (kind) {
    case FileKind::Table:
    case FileKind::Blob:
      return FileLayout::Paged;
    case FileKind::Wal:
    case FileKind::Manifest:
    case FileKind::Current:
    case FileKind::Options:
    case FileKind::Identity:
    case FileKind::SafetyRecord:
    case FileKind::Other:
      return FileLayout::Framed;
  }
  return FileLayout::Framed;
}

bool is_vital(FileKind kind) {
  switch (kind) {
    case FileKind::Wal:
    case FileKind::Manifest:
    case FileKind::Current:
    case FileKind::Identity:
    case FileKind::SafetyRecord:
      return true;
    case FileKind::Table:
    case FileKind::Blob:
    case FileKind::Options:
    case FileKind::Other:
      return false;
  }
  return false;
}

}  // namespace vitalstream::storage
