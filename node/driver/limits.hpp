#pragma once
// Limits of the batches in memory, what peers are served, and the keys of this process, with
// units. What happens at each is said where it is used.

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/time.hpp"
#include "consensus/core/limits.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::node {

// Closed batches kept in memory between reception and execution, in bytes of body and attachments.
// Beyond it the oldest are read back from the database when they are executed.
inline constexpr std::size_t kBatchCacheBytesMax = 96 * 1024 * 1024;

// Blocks, ranges and batches that one peer has asked for and that wait for the database; more are
// dropped and asked for again. Each peer has its own, or one that asks without end would keep the
// others from catching up.
inline constexpr std::size_t kStoreReadsPerPeerMax = 512;
// What was read for one peer and has not left yet, in bytes; beyond, its turn passes to the others
// until there is room. Well below the queues to a peer (net/p2p/limits.hpp): what is read is sent.
inline constexpr std::size_t kStoreUnsentBytesPerPeerMax = 8 * 1024 * 1024;
static_assert(kStoreUnsentBytesPerPeerMax >= 2 * consensus::kBatchBytesMax);
// How often those without room are looked at.
inline constexpr std::chrono::milliseconds kStoreRoomPoll{5};

// Contents that final batches lack: how many are looked after at once (the database remembers all),
// asked for at a time, and asked of one peer at a time: each may be 2 MiB.
inline constexpr std::size_t kContentsQueuedMax = 1'024;
inline constexpr std::size_t kContentsAskedMax = 8;
inline constexpr std::size_t kContentsAskedOfPeerMax = 2;
// How often one looks what is due; how long a peer is waited for; and the pause after a round of
// all peers in vain, which doubles with each round, so often at the most.
inline constexpr std::chrono::milliseconds kContentLook{250};
inline constexpr Duration kContentPatience = seconds(3);
inline constexpr Duration kContentPause = seconds(5);
inline constexpr std::size_t kContentPauseRounds = 7;

// Views of which it is remembered when the proposal came; beyond it the oldest are forgotten.
inline constexpr std::size_t kProposalTimesMax = 4 * consensus::kVoteWindowViews;

// Views for which a key in memory may sign, ahead of the vote that it was made for and behind. Half
// of those ahead are left when it is renewed: minutes for a provider that is away.
inline constexpr std::uint64_t kDelegationViewsAhead = 65'536;
inline constexpr std::uint64_t kDelegationViewsBack = 1'024;
static_assert(kDelegationViewsBack + kDelegationViewsAhead < consensus::kDelegationViewsMax);

// How long one attempt to have a lane key certified may take, and how long after it failed the next
// one begins.
inline constexpr std::chrono::seconds kLaneKeyDeadline{4};
// The one at start, which is waited for and not repeated.
inline constexpr std::chrono::seconds kFirstLaneKeyDeadline{30};
inline constexpr std::chrono::seconds kLaneKeyPause{2};

}  // namespace vitalstream::node
