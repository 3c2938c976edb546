#include "consensus/core/proposal_rules.hpp"

#include <algorithm>

#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {

HeaderVerdict examine_header(const Block& block, const HeaderContext& context) {
  const BlockHeader& header = block.header;
  const BlockHeader& parent = *context.parent;
  if (header.epoch != parent.epoch) {
    return HeaderVerdict::WrongEpoch;
  }
  if (header.proposer != context.leader) {
    return HeaderVerdict::WrongProposer;
  }
  if (header.height != next(parent.height)) {
    return HeaderVerdict::WrongHeight;
  }
  if (header.timestamp <= parent.timestamp) {
    return HeaderVerdict::TimestampNotAfterParent;
  }
  if (header.executed_height < parent.executed_height ||
      (header.executed_height == parent.executed_height &&
       header.executed_root != parent.executed_root)) {
    return HeaderVerdict::ExecutedBelowParent;
  }
  if (header.executed_height > parent.height) {
    return HeaderVerdict::ExecutedNotFinal;
  }
  if (block.references.size() > kBlockReferencesMax) {
    return HeaderVerdict::TooManyReferences;
  }
  if (!block.references.empty() && lags(header.height, header.executed_height)) {
    return HeaderVerdict::ReferencesWhileLagging;
  }
  if (header.timestamp > latest_timestamp(context.wall, parent)) {
    return HeaderVerdict::TooEarly;
  }
  return HeaderVerdict::Valid;
}

UnixMs latest_timestamp(UnixMs wall, const BlockHeader& parent) {
  return std::max(UnixMs{wall.value() + kTimestampAheadMsMax}, next(parent.timestamp));
}

bool lags(Height height, Height executed) {
  return height.value() - executed.value() > kExecutionLagMax;
}

const char* to_string(HeaderVerdict verdict) {
  switch (verdict) {
    case HeaderVerdict::WrongEpoch:
      return "wrong epoch";
    case HeaderVerdict::WrongProposer:
      return "proposer is not the leader";
    case HeaderVerdict::WrongHeight:
      return "height does not follow the parent's";
    case HeaderVerdict::TimestampNotAfterParent:
      return "timestamp not after the parent's";
    case HeaderVerdict::ExecutedBelowParent:
      return "executed pair below or beside the parent's";
    case HeaderVerdict::ExecutedNotFinal:
      return "executed height above the parent";
    case HeaderVerdict::TooManyReferences:
      return "too many references";
    case HeaderVerdict::ReferencesWhileLagging:
      return "references while execution lags";
    case HeaderVerdict::TooEarly:
      return "timestamp too far ahead";
    case HeaderVerdict::Valid:
      return "valid";
  }
  return "";
}

}  // namespace vitalstream::consensus
