#pragma once
// Limits of submissions, of queries and of their answers, with units. What happens at each is said
// where it is used.

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "net/rpc/limits.hpp"

namespace vitalstream::node {

// Submissions verified together at the most: beyond this a batch is not cheaper for each.
inline constexpr std::size_t kSubmissionGroupMax = 256;

// Submissions between acceptance and their answer.
inline constexpr std::size_t kWaitersMax = 65'536;

// Members, and senders of bad signatures, whose quotas are remembered. Beyond it the one that was
// charged longest ago is forgotten, that is, has all of its quota again.
inline constexpr std::size_t kQuotaBucketsMax = 10'000;
// A sender that was quiet may have so many seconds' failed checks at once.
inline constexpr std::uint64_t kFailedChecksBurstSeconds = 10;

// Receipts that are made in one go, a millisecond's or two's work, and about how many bytes: each
// holds the whole genesis document. The rest follows once these have been passed on.
inline constexpr std::size_t kReceiptsAtOnceMax = 256;
inline constexpr std::size_t kReceiptBytesAtOnceMax = 4 * 1024 * 1024;
// Blocks of which what all their receipts have in common is kept, and what they may hold together.
inline constexpr std::size_t kReceiptBlocksMax = 8;
inline constexpr std::size_t kReceiptBlockBytesMax = 32 * 1024 * 1024;

// What a client is told to wait when the submissions are too many.
inline constexpr std::uint32_t kRetryAfterMsBusy = 50;

// Calls that wait for a thread that reads: of one connection, and of all connections together
// (there, who has none waiting still gets in). A batch fits.
inline constexpr std::size_t kQueriesWaitingPerConnectionMax = 256;
inline constexpr std::size_t kQueriesWaitingMax = 4'096;
static_assert(net::kRpcInFlightMax <= kQueriesWaitingPerConnectionMax);
static_assert(kQueriesWaitingPerConnectionMax <= kQueriesWaitingMax);
// Answers that the RPC loop has not taken yet, beside those that are being read; each may be as
// large as an answer may be. A connection has one call read or untaken at a time.
inline constexpr std::size_t kAnswersUntakenMax = 8;
// A call that has waited longer is not read any more.
inline constexpr std::chrono::milliseconds kQueryWaitMax{10'000};
// What the reading threads' share of a busy processor is lowered by; 0 is that of the others, 19
// the most.
inline constexpr int kQueryNice = 10;

}  // namespace vitalstream::node
