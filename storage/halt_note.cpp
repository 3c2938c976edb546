#include "storage/halt_note.hpp"

#include <boost/json.hpp>

#include "base/result.hpp"
#include "storage/files/synced_file.hpp"
#include "storage/limits.hpp"

namespace vitalstream::storage {
namespace {

namespace json = boost::json;

constexpr std::string_view kVersion = "version";
constexpr std::string_view kKind = "kind";
constexpr std::string_view kReason = "reason";
constexpr std::string_view kSince = "since_ms";
constexpr std::size_t kMembers = 4;
constexpr std::int64_t kNoteVersion = 1;

std::string_view name_of(consensus::HaltKind kind) {
  switch (kind) {
    case consensus::HaltKind::Halted:
      return "halted";
    case consensus::HaltKind::Revoked:
      return "revoked";
  }
  return {};
}

std::optional<consensus::HaltKind> kind_of(const json::value* name) {
  if (name == nullptr || !name->is_string()) {
    return std::nullopt;
  }
  for (const auto kind : {consensus::HaltKind::Halted, consensus::HaltKind::Revoked}) {
    if (name->get_string() == name_of(kind)) {
      return kind;
    }
  }
  return std::nullopt;
}

bool outweighs(const consensus::Halt& held, const consensus::Halt& newer) {
  return held.kind == consensus::HaltKind::Halted || held.kind == newer.kind;
}

}  // namespace

std::string to_json(const HaltNote& note) {
  const json::object object{{kVersion, kNoteVersion},
                            {kKind, name_of(note.halt.kind)},
                            {kReason, note.halt.reason.substr(0, kHaltReasonBytesMax)},
                            {kSince, note.since.value()}};
  return json::serialize(object) + "\n";
}

std::optional<HaltNote> halt_note_from_json(std::string_view text) {
  json::error_code error;
  const json::value parsed = json::parse(text, error);
  if (error || !parsed.is_object() || parsed.get_object().size() != kMembers) {
    return std::nullopt;
  }
  const json::object& object = parsed.get_object();
  const json::value* version = object.if_contains(kVersion);
  const json::value* reason = object.if_contains(kReason);
  const json::value* since = object.if_contains(kSince);
  const auto kind = kind_of(object.if_contains(kKind));
  if (version == nullptr || *version != kNoteVersion || !kind || reason == nullptr ||
      !reason->is_string() || since == nullptr || !since->is_int64()) {
    return std::nullopt;
  }
  return HaltNote{{*kind, std::string(reason->get_string())}, UnixMs{since->get_int64()}};
}

Result<std::optional<HaltNote>, FileError> read_halt_note(FileOps& files,
                                                          const std::filesystem::path& directory) {
  const auto contents = files.read(directory / kHaltNoteName, kHaltNoteFileBytesMax);
  if (!contents) {
    if (contents.error() == FileError::NotFound) {
      return std::optional<HaltNote>();
    }
    return contents.error();
  }
  auto note = halt_note_from_json(as_text(*contents));
  if (!note) {
    return FileError::Damaged;
  }
  return note;
}

Result<void, FileError> write_halt_note(FileOps& files, const std::filesystem::path& directory,
                                        const HaltNote& note) {
  const auto held = read_halt_note(files, directory);
  if (held && *held && outweighs((*held)->halt, note.halt)) {
    return {};
  }
  const std::filesystem::path unfinished = directory / kUnfinishedHaltNoteName;
  VS_RETURN_IF_ERROR(write_synced_file(files, unfinished, as_bytes(to_json(note))));
  VS_RETURN_IF_ERROR(files.rename(unfinished, directory / kHaltNoteName));
  return files.sync_directory(directory);
}

Result<void, FileError> remove_halt_note(FileOps& files, const std::filesystem::path& directory) {
  const auto removed = files.unlink(directory / kHaltNoteName);
  if (!removed && removed.error() != FileError::NotFound) {
    return removed;
  }
  return files.sync_directory(directory);
}

}  // namespace vitalstream::storage
