#pragma once
// Limits of execution, with units. They decide results, so a change is a version of the protocol.

#include <cstddef>
#include <cstdint>

namespace vitalstream::ledger {

// How many live transactions the replay window remembers; one more is refused (window_full). Ten
// thousand a second for ten minutes, in a table of 240 MiB.
inline constexpr std::size_t kReplayWindowEntriesMax = 6 * 1024 * 1024;
inline constexpr std::size_t kReplayWindowBytesMax = 240 * 1024 * 1024;

// Block time may run ahead of the clock that admission asked: a transaction that was admitted with
// the largest `exp` must not be refused for it.
inline constexpr std::int64_t kExpSlackSeconds = 60;

}  // namespace vitalstream::ledger
