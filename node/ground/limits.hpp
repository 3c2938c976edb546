#pragma once
// Limits of the node process, with units. What happens at each is said where it is used.

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/time.hpp"
#include "consensus/core/limits.hpp"
#include "consensus/lanes/limits.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::node {

// Verify pool: jobs of one peer that wait. Beyond, what it sends is dropped; all that honest peers
// send is sent again or asked for. What the engine itself bounds fits, so that it is never refused:
// for each peer its certificates, proposals, statements and ranges of final blocks; its batches.
inline constexpr std::size_t kVoteJobsPerPeerMax = 512;
inline constexpr std::size_t kBatchJobsPerPeerMax = 256;
// Ranges of final blocks of one peer under verification; one is asked for at a time (S1).
inline constexpr std::size_t kRangeChecksPerPeerMax = 2;
static_assert(consensus::kCertificateChecksMax + consensus::kProposalChecksMax +
                  consensus::kStatementChecksMax + kRangeChecksPerPeerMax <=
              kVoteJobsPerPeerMax);
static_assert(consensus::kVerifyingBatchesMax <= kBatchJobsPerPeerMax);
// Of so many turns one is for batches and submissions while any wait; of so many of these, one is
// for submissions while any wait.
inline constexpr std::size_t kTurnsPerLowerJob = 8;
inline constexpr std::size_t kBatchTurnsPerSubmission = 4;
// Submissions verified together at the most: beyond this a batch is not cheaper for each.
inline constexpr std::size_t kSubmissionGroupMax = 256;

// Sealed batches kept in memory between reception and execution, in bytes of body and attachments.
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

// Submissions between acceptance and their answer.
inline constexpr std::size_t kWaitersMax = 65'536;

// Members, and senders of bad signatures, whose quotas are remembered. Beyond it the one that was
// charged longest ago is forgotten, that is, has all of its quota again.
inline constexpr std::size_t kQuotaBucketsMax = 10'000;
// A sender that was quiet may have so many seconds' failed checks at once.
inline constexpr std::uint64_t kFailedChecksBurstSeconds = 10;

// Receipts that are made in one turn of the loop that sends them; the rest follows in the next.
inline constexpr std::size_t kReceiptsAtOnceMax = 16;

// What a client is told to wait when the submissions are too many.
inline constexpr std::uint32_t kRetryAfterMsBusy = 50;

// Lines of the log that wait for whoever reads it, in bytes; the reserve takes warnings and errors
// only. Beyond it lines are lost and counted.
inline constexpr std::size_t kLogQueueBytesMax = 4 * 1024 * 1024;
inline constexpr std::size_t kLogReserveBytes = 1024 * 1024;
static_assert(kLogReserveBytes < kLogQueueBytesMax);
// How long the end of the process waits for a reader of the log.
inline constexpr std::chrono::milliseconds kLogFlushMax{500};

// Blocks by which the own clock is compared with block time, how many it takes at least, and the
// difference, in ms, from which on the operator is told: proposals may be 500 ms ahead (C7).
inline constexpr std::size_t kClockOffsetBlocks = 16;
inline constexpr std::size_t kClockOffsetBlocksMin = 4;
inline constexpr std::int64_t kClockOffsetMsTold = 2'000;
// Views of which it is remembered when the proposal came; beyond it the oldest are forgotten.
inline constexpr std::size_t kProposalTimesMax = 4 * consensus::kVoteWindowViews;

// How long SIGTERM waits for the drain before it stops anyway: the engine gives its lane 5 s to
// become final, and the RPC and the writes that follow have the rest of ten seconds.
inline constexpr std::int64_t kDrainMsMax = 6'000;

// How long a running node may take for a checkpoint that was asked for, and how often one looks.
inline constexpr std::chrono::seconds kCheckpointTimeout{120};
inline constexpr std::chrono::milliseconds kCheckpointPoll{100};

// Room that is kept back so that the safety record can be written on a full disk: several rotations
// of it, which are some hundred kilobytes each.
inline constexpr std::uint64_t kReserveBytes = 8 * 1024 * 1024;

// Descriptors that are kept for the database and the safety record: with fewer left, applications
// are turned away.
inline constexpr std::uint64_t kDescriptorsSpared = 64;

// Evidence kept of one validator's faults.
inline constexpr std::size_t kEvidencePerValidatorMax = 64;

// Views for which a key in memory may sign, ahead of the vote that it was made for and behind. Half
// of those ahead are left when it is renewed: minutes for a provider that is away.
inline constexpr std::uint64_t kDelegationViewsAhead = 65'536;
inline constexpr std::uint64_t kDelegationViewsBack = 1'024;
static_assert(kDelegationViewsBack + kDelegationViewsAhead < consensus::kDelegationViewsMax);

// For one signature of a final block; the next block is tried when it is over.
inline constexpr std::chrono::seconds kSealDeadline{10};

// Findings after which an audit of the ledger says no more.
inline constexpr std::size_t kAuditFindingsMax = 16;

// How long one attempt to have a lane key certified may take, and how long after it failed the next
// one begins.
inline constexpr std::chrono::seconds kLaneKeyDeadline{4};
// The one at start, which is waited for and not repeated.
inline constexpr std::chrono::seconds kFirstLaneKeyDeadline{30};
inline constexpr std::chrono::seconds kLaneKeyPause{2};

// Blocks of a damaged ledger that are held in memory until a certificate makes the last one final;
// all that nodes write have one at least every kFinalRangeBlocksMax (net/wire/limits.hpp).
inline constexpr std::size_t kSalvagedGroupBlocksMax = 1'024;

}  // namespace vitalstream::node
