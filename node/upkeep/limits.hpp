#pragma once
// Limits of what is done to a ledger, with units. What happens at each is said where it is used.

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace vitalstream::node {

// How long a running node may take for a checkpoint that was asked for, and how often one looks.
inline constexpr std::chrono::seconds kCheckpointTimeout{120};
inline constexpr std::chrono::milliseconds kCheckpointPoll{100};

// How often the watch over damage looks, and how long it then works on a repair: a third of a core
// as long as that gets it nearer.
inline constexpr std::chrono::milliseconds kDamageLook{100};
inline constexpr std::chrono::milliseconds kRepairWork{50};

// The last blocks of a repair, executed again on the commit thread while no other is.
inline constexpr std::uint64_t kRepairRestBlocksMax = 16;

// Since the start; a disk that loses the state again and again is not worth it.
inline constexpr std::uint64_t kStateRepairsMax = 3;

// Findings after which an audit of the ledger says no more.
inline constexpr std::size_t kAuditFindingsMax = 16;

// Blocks of a damaged ledger that are held in memory until a certificate makes the last one final;
// all that nodes write have one at least every kFinalRangeBlocksMax (net/wire/limits.hpp).
inline constexpr std::size_t kSalvagedGroupBlocksMax = 1'024;

}  // namespace vitalstream::node
