#include "node/stores/safety_record.hpp"

#include <utility>

namespace vitalstream::node {
namespace {

using storage::JournalError;

constexpr const char* kWayOut =
    "; this validator signs nothing until `vitalstream init --new-safety-record` has begun a new "
    "one, which waits for the others (the old one is kept beside it)";

// Nothing where the error says it all.
std::string_view advice(JournalError error) {
  switch (error) {
    case JournalError::UnknownVersion:
      return "; start it with the version that has written it, or a newer one";
    case JournalError::WrongIdentity:
      return "; put back the folder `safety` that belongs to this directory, or, if it is lost, "
             "run `vitalstream init --new-safety-record`";
    case JournalError::Full:
      return "; make room, and start again: what was synced is safe";
    case JournalError::NoDescriptors:
      return "; raise the limit of open files, and start again: what was synced is safe";
    case JournalError::AlreadyExists:
    case JournalError::MissingRecord:
    case JournalError::Damaged:
    case JournalError::FatalIoError:
      break;
  }
  return {};
}

bool is_lost(JournalError error) {
  return error == JournalError::MissingRecord || error == JournalError::Damaged;
}

}  // namespace

SetupFailure describe_record(JournalError error, const RecordFiles& files) {
  const std::string reason = "safety record: ";
  const auto fault = files.fault();
  if (is_lost(error)) {
    const std::string what =
        fault ? storage::locate(*fault) : std::string(storage::to_string(error));
    return {reason + what + kWayOut};
  }
  return {reason + (fault ? storage::describe(*fault) : std::string(storage::to_string(error))) +
          std::string(advice(error))};
}

Result<SafetyRecord, SetupFailure> open_safety_record(RecordFiles& files,
                                                      const storage::JournalPlace& place) {
  auto opened = storage::Journal::open(files.ops(), place);
  if (opened) {
    return SafetyRecord{std::move(opened->journal), std::move(opened->replay), {}};
  }
  SetupFailure failure = describe_record(opened.error(), files);
  if (!is_lost(opened.error())) {
    return failure;
  }
  return SafetyRecord{nullptr, {}, std::move(failure.reason)};
}

std::optional<consensus::Halt> find_halt(storage::FileOps& files,
                                         const storage::JournalPlace& place) {
  const auto note = storage::read_halt_note(files, place.directory);
  if (!note) {
    return consensus::Halt{consensus::HaltKind::Halted,
                           "the note of an earlier halt cannot be read: " +
                               (place.directory / storage::kHaltNoteName).string() + ": " +
                               std::string(storage::to_string(note.error()))};
  }
  return *note ? std::optional((*note)->halt) : std::nullopt;
}

}  // namespace vitalstream::node
