#pragma once
// Limits of the lanes, each with its unit, and what happens at them.

#include <cstddef>
#include <cstdint>

#include "base/time.hpp"
#include "consensus/types/batch_limits.hpp"

namespace vitalstream::consensus {

// L1: closing. A batch is closed when its body reaches this size ...
inline constexpr std::size_t kCloseBodyBytes = 256 * 1024;
// ... or its items with their attachments this one, so that with its header and the largest
// signatures it is what peers accept (kBatchBytesMax) ...
inline constexpr std::size_t kCloseBytesMax = kBatchBytesMax - kBatchOverheadBytesMax;
// ... or its first transaction has waited for a delay that grows with the load up to this. Every
// batch costs each validator a frame, a write and a start of the verifier: at 8,500 transactions a
// second, five milliseconds instead cost 6 % more CPU time and twice the latency.
inline constexpr Duration kCloseDelayMax = milliseconds(25);
// The mean gap between arrivals at which the delay is at its greatest ...
inline constexpr Duration kBusyGap = microseconds(500);
// ... and that from which on a lane is idle: a transaction is closed at once.
inline constexpr Duration kIdleGap = milliseconds(5);
// From this many unreferenced own batches on, each further one lengthens the delay by one step, so
// that a slow chain gets fewer and fuller batches instead of a full lane.
inline constexpr std::size_t kUnhurriedBatches = 8;
inline constexpr Duration kCloseDelayStep = milliseconds(1);

// What may wait for closing; beyond, and when the lane is full, submissions are refused as busy.
inline constexpr std::size_t kQueuedItemsMax = 16'384;
inline constexpr std::size_t kQueuedBytesMax = 8 * 1024 * 1024;
// While the lane is full (L5), only as much may wait as the next batch can take.
inline constexpr std::size_t kQueuedBodyBytesWhenFull = kCloseBodyBytes;

// L5: batches of one lane beyond its final position, own lane; then nothing more is closed.
inline constexpr std::size_t kLaneUnreferencedBytesMax = 32 * 1024 * 1024;
// And so many bytes may it bring, a second over a minute: what it has not used within the minute
// may come at once. Beyond, peers keep their watermark back from what no proposal has referenced.
inline constexpr std::uint64_t kLaneBytesPerSecond = 8 * 1024 * 1024;
inline constexpr Duration kLaneBurst = seconds(60);
// The owner keeps within a little less, because peers may get at once what it has closed over some
// seconds, and as a new process it does not know what it has used up: so it begins with little.
inline constexpr std::uint64_t kOwnLaneShareOf32 = 31;
inline constexpr Duration kOwnLaneBurst = seconds(48);
inline constexpr Duration kOwnLaneBurstAtStart = seconds(8);
// L1: after so many retries in which too few peers have taken the oldest batch of the own lane, it
// is begun anew; each time that does not help, twice as many, up to so many times as many.
inline constexpr std::int64_t kUntakenRetriesMax = 100;
inline constexpr std::int64_t kUntakenPatienceMax = 64;
// What others accept of a lane is twice that, because they may lag behind the owner's final
// position. What lies beyond is dropped; the owner resends it later.
inline constexpr std::size_t kLaneWindowBatches = 2 * kLaneUnreferencedBatchesMax;
inline constexpr std::size_t kLaneWindowBytes = 2 * kLaneUnreferencedBytesMax;

// What is held of one lane altogether, that of proposals too, except what a vote may vouch for. The
// longest held goes first; it is fetched again if it should be needed after all. A lane and one
// block of nothing else fit, so that an owner who proposes inventions of its own costs no more.
inline constexpr std::size_t kLaneHeldBatches = kLaneWindowBatches + kBlockReferencesMax;
inline constexpr std::size_t kLaneHeldBytes = kLaneWindowBytes + 2 * kBlockReferencedBytesMax;
// C7: what a voter grants a block's bytes beyond the limit, because a batch may travel in forms
// that differ by a few bytes.
inline constexpr std::size_t kReferencedBytesSlack = 64 * kBlockReferencesMax;

// L6: headers kept under one sequence number without being asked for: the first and one that
// conflicts with it, which is the evidence.
inline constexpr std::size_t kBranchesMax = 2;

// Batches of one sender in verification; more are dropped and come again. Half of the places are
// for what was asked for: what a sender broadcasts must not keep its answers out.
inline constexpr std::size_t kVerifyingBatchesMax = 256;
inline constexpr std::size_t kVerifyingBytesMax = 64 * 1024 * 1024;
inline constexpr std::size_t kVerifyingUnaskedBatchesMax = kVerifyingBatchesMax / 2;
inline constexpr std::size_t kVerifyingUnaskedBytesMax = kVerifyingBytesMax / 2;

// L2: what the verification of one lane's batches may cost in a second, over some seconds, in
// units of which a check of an Ed25519 signature takes one (some 15 us) and one of P-256 three; a
// signer's key costs as much again, once a batch. Beyond, what no block asks for is dropped, and
// comes again. That is twice the transactions a second of the whole network at its best, through
// one lane.
inline constexpr std::uint64_t kVerifyUnitsEd25519 = 1;
inline constexpr std::uint64_t kVerifyUnitsP256 = 3;
inline constexpr std::uint64_t kLaneUnitsPerSecond = 16'384;
inline constexpr std::uint64_t kLaneUnitsBurst = 4 * kLaneUnitsPerSecond;
// What blocks ask for is verified whatever it costs, but so much of it at most is held against it.
inline constexpr std::uint64_t kLaneUnitsOwedMax = 60 * kLaneUnitsPerSecond;

// Digests remembered as invalid, all lanes together; the oldest are forgotten first.
inline constexpr std::size_t kInvalidBatchesMax = 1'024;

// L2: how long watermarks are gathered before they are sent.
inline constexpr Duration kWatermarkDelay = milliseconds(2);

// One round of resending to one peer.
inline constexpr std::size_t kResendBatchesMax = 8;
inline constexpr std::size_t kResendBytesMax = 4 * 1024 * 1024;

// Fetching: how many batches may be wanted, and of these at most for proposals ...
inline constexpr std::size_t kWantedBatchesMax = 8 * kBlockReferencesMax;
inline constexpr std::size_t kProposalWantsMax = kWantedBatchesMax / 2;
// ... how many are asked for at a time for final blocks, and how many beside them for proposals:
// at least so many, and two for each of f+1 proposers (C7).
inline constexpr std::size_t kFinalFetchesMax = 64;
inline constexpr std::size_t kProposalFetchesMin = 32;
inline constexpr std::size_t kProposalFetchesPerProposer = 2;
// A missing batch may be on its way already; it is asked for after this long.
inline constexpr Duration kFetchGrace = milliseconds(5);
// What a quorum has voted for is asked of one more peer after so long, until f+1 have been asked.
// Below the floor of Delta twice: a view bears one such wait.
inline constexpr Duration kVotedForGrace = milliseconds(50);
// A batch of a proposal that never becomes final is given up after so many more blocks.
inline constexpr std::uint64_t kProposalWantHeights = 64;
// Digests answered to one peer within one retry interval.
inline constexpr std::size_t kAnswersPerRetryMax = 256;

// After this many retries without progress in a lane in which a peer reports more, that peer is
// asked for it: its owner may be dead, or may hide it from us.
inline constexpr std::int64_t kPullAfterRetries = 3;

inline constexpr Duration kBusyRetryAfter = milliseconds(250);

static_assert(kCloseBodyBytes + kBatchOverheadBytesMax <= kBatchBodyBytesMax);
static_assert(kQueuedBytesMax >= kCloseBytesMax);
static_assert(kOwnLaneBurst.value() + kOwnLaneBurstAtStart.value() < kLaneBurst.value());
static_assert(kLaneUnreferencedBytesMax >= 8 * kBatchBytesMax);
static_assert(kLaneWindowBatches < kVerifyingUnaskedBatchesMax * 2);
static_assert(kReferencedBytesSlack < kBlockReferencedBytesMax);
static_assert(kProposalWantsMax >= 2 * kBlockReferencesMax);
static_assert(kResendBytesMax >= kBatchBytesMax);
static_assert(kLaneUnitsBurst > 2 * kVerifyUnitsP256 * kBatchItemsMax,
              "the dearest batch passes a lane that has spent nothing");
static_assert(kLaneUnitsBurst < kLaneUnitsOwedMax);

}  // namespace vitalstream::consensus
