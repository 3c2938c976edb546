#pragma once
// C7, E2, E3: what a proposal's header must satisfy against its parent's, as a pure function. The
// references are the PayloadSource's affair, the log root the BlockTree's.

#include <cstddef>

#include "consensus/types/block.hpp"

namespace vitalstream::consensus {

// In the order in which they are tested. TooEarly is last: it means wait, never invalid.
enum class HeaderVerdict {
  WrongEpoch,
  WrongProposer,
  WrongHeight,
  TimestampNotAfterParent,
  ExecutedBelowParent,
  ExecutedNotFinal,
  TooManyReferences,
  ReferencesWhileLagging,
  TooEarly,
  Valid,
};

struct HeaderContext {
  const BlockHeader* parent = nullptr;
  ValidatorId leader;
  UnixMs wall;
};

[[nodiscard]] HeaderVerdict examine_header(const Block& block, const HeaderContext& context);

// The latest timestamp that a voter with this clock accepts: now + 500 ms, or the first after the
// parent's, whichever is later.
[[nodiscard]] UnixMs latest_timestamp(UnixMs wall, const BlockHeader& parent);

// E3: a block this far ahead of the execution that it commits to must not reference anything.
[[nodiscard]] bool lags(Height height, Height executed);

[[nodiscard]] const char* to_string(HeaderVerdict verdict);

}  // namespace vitalstream::consensus
