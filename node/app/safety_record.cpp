#include "node/app/safety_record.hpp"

#include <utility>

namespace vitalstream::node {
namespace {

using storage::JournalError;

constexpr const char* kWayOut =
    "; this validator signs nothing until `vitalstream init --new-safety-record` has begun a new "
    "one, which waits for the others (the old one is kept beside it)";

bool is_lost(JournalError error) {
  return error == JournalError::MissingRecord || error == JournalError::Damaged;
}

}  // namespace

SetupFailure describe_record(JournalError error, const RecordFiles& files) {
  const std::string reason = "safety record: ";
  const auto fault = files.fault();
  if (is_lost(error)) {
    const std::string what = fault ? storage::locate(*fault)
                                   : std::string(storage::to_string(error));
    return {reason + what + kWayOut};
  }
  return {reason + (fault ? storage::describe(*fault) : std::string(storage::to_string(error)))};
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

}  // namespace vitalstream::node
