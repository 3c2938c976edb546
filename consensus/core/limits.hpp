#pragma once
// Limits of the replica's memory and of what it asks and answers, each with its unit.

#include <cstddef>
#include <cstdint>

#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {

// Blocks held above the last delivered one. A full tree takes no further proposals, only blocks
// that a quorum has certified.
inline constexpr std::size_t kTreeBlocksMax = 1'024;
// C13: final blocks delivered ahead of execution; more wait in the tree.
inline constexpr std::uint64_t kDeliverAheadBlocksMax = 128;

// S1: how far above the last delivered block final blocks are fetched, in what portions, and how
// many requests run at once.
inline constexpr std::uint64_t kCatchUpAheadBlocksMax = 256;
inline constexpr std::uint32_t kRangeBlocksMax = 64;
inline constexpr std::size_t kRangesOutstandingMax = 4;
// A gap of at most so many blocks is closed block by block, by digest.
inline constexpr std::uint64_t kGapByDigestBlocksMax = 2;
// Final blocks whose batches are asked for before their turn.
inline constexpr std::uint64_t kBatchPrefetchBlocksMax = 16;

// A leader that could propose more than the first and less than the second gathers for a moment.
inline constexpr std::uint64_t kGatherFromBytes = kCarriedBytesMax / 2;
inline constexpr std::uint64_t kGatherUpToBytes = kBlockReferencedBytesMax / 4;

// C17: certificates in one answer.
inline constexpr std::size_t kCertificatesPerAnswerMax = 128;
// Certificates that one peer gets by asking, within one retry.
inline constexpr std::size_t kCertificatesPerRetryMax = 2 * kCertificatesPerAnswerMax;
// Certificates of one peer under verification at once; as many more are kept in reserve. It gets as
// many by asking, so that no answer of an honest peer is lost.
inline constexpr std::size_t kCertificateChecksMax = kCertificatesPerRetryMax;
// C6: proposals of one peer under verification at once: two of each view of the window.
inline constexpr std::size_t kProposalChecksMax = 2 * kVoteWindowViews;

// C14: records kept back until the next vote, and the size at which the journal is started anew.
inline constexpr std::size_t kUnwrittenRecordsMax = 64;
inline constexpr std::size_t kJournalBytesMax = 4 * 1024 * 1024;

// C15: an unproven record gives all others so many questions to answer before a quorum is enough.
inline constexpr int kBirthPatiencePeriods = 4;
// C15: who has not committed for so many periods is asked through others as well.
inline constexpr int kUnheardPeriods = 2;
// C15: questions in one period, where answers bring no more than marks.
inline constexpr int kQuestionsPerPeriodMax = 10;
// C15: questions of one asker that a peer has verified here at once: its own, and those that it
// passes on. One more of the first each half period, of the second each period.
inline constexpr int kQuestionsAtOnceMax = 6;
inline constexpr int kPassedOnAtOnceMax = 2;
// C15: questions of one process whose answers are still passed back.
inline constexpr std::size_t kPassedOnKeptMax = 4;
// C15: processes of one asker whose newest question is remembered. The one that runs asks every
// period, and no peer brings more than kPassedOnAtOnceMax of earlier ones meanwhile.
inline constexpr std::size_t kAskingProcessesMax = 8;
// C15: statements of one peer under verification at once; more are dropped and said again.
inline constexpr std::size_t kStatementChecksMax = 64;
// C5: a draining replica waits so many retries for signatures under way.
inline constexpr int kLastVotesRetries = 4;

// C7: a proposal that is too early is looked at again after so long at most, whatever it claims.
inline constexpr std::int64_t kTooEarlyLookMsMax = 10'000;

// E2: alarms about one leader's executed root kept for the operator.
inline constexpr std::size_t kDisagreementsKeptMax = 16;

static_assert(kDeliverAheadBlocksMax < kCatchUpAheadBlocksMax);
static_assert(kCatchUpAheadBlocksMax + kVoteWindowViews < kTreeBlocksMax);
static_assert(kRangesOutstandingMax * kRangeBlocksMax <= kCatchUpAheadBlocksMax);
static_assert(kExecutionLagMax < kDeliverAheadBlocksMax);

}  // namespace vitalstream::consensus
