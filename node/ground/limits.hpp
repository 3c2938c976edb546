#pragma once
// Limits of the verify pool, the log and the watches, with units. What happens at each is said
// where it is used.

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "consensus/core/limits.hpp"
#include "consensus/lanes/limits.hpp"

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

// Descriptors that are kept for the database and the safety record: with fewer left, applications
// are turned away.
inline constexpr std::uint64_t kDescriptorsSpared = 64;

}  // namespace vitalstream::node
