#include "consensus/core/status.hpp"

namespace vitalstream::consensus {

const char* to_string(Progress progress) {
  switch (progress) {
    case Progress::Halted:
      return "halted";
    case Progress::CatchingUp:
      return "catching-up";
    case Progress::Idle:
      return "idle";
    case Progress::AwaitingProposal:
      return "awaiting-proposal";
    case Progress::AwaitingParent:
      return "awaiting-parent";
    case Progress::AwaitingData:
      return "awaiting-data";
    case Progress::AwaitingTime:
      return "awaiting-time";
    case Progress::AwaitingVotes:
      return "awaiting-votes";
    case Progress::AwaitingExecution:
      return "awaiting-execution";
    case Progress::AwaitingNullification:
      return "awaiting-nullification";
  }
  return "";
}

const char* to_string(RecordState state) {
  switch (state) {
    case RecordState::Missing:
      return "missing";
    case RecordState::Unproven:
      return "unproven";
    case RecordState::Asking:
      return "asking";
    case RecordState::Established:
      return "established";
    case RecordState::Revoked:
      return "revoked";
  }
  return "";
}

}  // namespace vitalstream::consensus
