// L1 to L6 where the parts of the lanes meet: submissions, batches, watermarks, the final chain.
#include "consensus/lanes/lanes.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "consensus/lanes/limits.hpp"
#include "lanes_fixture.hpp"

namespace vitalstream::consensus::testing {
namespace {

TEST_F(LanesTest, SubmissionIsAdmittedClosedAndBroadcastOnce) {
  const auto effects = step(0, Submit{TxHandle{7}, 600, 0});
  ASSERT_EQ(all_of<Admitted>(effects).size(), 1U);
  ASSERT_EQ(all_of<CloseBatch>(effects).size(), 1U);
  const auto closed = step(0, OwnBatchClosed{ABatch{}.verified()});
  EXPECT_EQ(all_of<BroadcastBatch>(closed).size(), 1U);
  EXPECT_TRUE(lanes_.has_work({}));
}

TEST_F(LanesTest, BatchBeyondTheWindowIsDropped) {
  const ABatch far{.id = 2, .sequence = kLaneWindowBatches + 1};
  EXPECT_EQ(all_of<DropBatch>(step(0, far.arrived(1))).size(), 1U);
  const ABatch near{.id = 2, .sequence = kLaneWindowBatches};
  EXPECT_EQ(all_of<VerifyBatch>(step(0, near.arrived(1))).size(), 1U);
}

TEST_F(LanesTest, ThirdBranchOfOneSequenceNumberIsDroppedUnlessWanted) {
  receive(ABatch{.id = 2});
  receive(ABatch{.id = 2, .branch = 1});
  const ABatch third{.id = 2, .branch = 2};
  EXPECT_EQ(all_of<DropBatch>(step(0, third.arrived(1))).size(), 1U);
  lanes_.want(at_ms(0), {peer(1), third.ref(), VerifyDepth::Full});
  EXPECT_EQ(all_of<VerifyBatch>(step(0, third.arrived(1))).size(), 1U);
}

TEST_F(LanesTest, ConflictingHeadersAreEvidence) {
  receive(ABatch{.id = 2});
  step(0, ABatch{.id = 2, .branch = 1}.arrived(3));
  const auto effects = step(0, BatchVerified{ABatch{.id = 2, .branch = 1}.verified()});
  const auto evidence = all_of<ReportEvidence>(effects);
  ASSERT_EQ(evidence.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<ConflictingBatches>(evidence[0].evidence));
}

TEST_F(LanesTest, InvalidItemIsTheOwnersFaultAndWrongBytesAreTheSenders) {
  const ABatch batch{.id = 2};
  step(0, batch.arrived(3));
  auto effects = step(0, BatchInvalid{peer(3), batch.header(), batch.digest(), true});
  EXPECT_EQ(all_of<ReportEvidence>(effects).size(), 1U);
  ASSERT_EQ(all_of<CutPeer>(effects).size(), 1U)
      << "nobody honest passes on what it has not verified";
  EXPECT_EQ(all_of<CutPeer>(effects)[0].peer, peer(3));
  const ABatch other{.id = 2, .branch = 1};
  step(0, other.arrived(3));
  effects = step(0, BatchInvalid{peer(3), other.header(), other.digest(), false});
  ASSERT_EQ(all_of<CutPeer>(effects).size(), 1U);
  EXPECT_EQ(all_of<CutPeer>(effects)[0].peer, peer(3));
}

// L2: content is outside of what is signed; only the owner must have it.
TEST_F(LanesTest, BatchWithoutItsContentIsTheFaultOfItsOwnerOnly) {
  const ABatch batch{.id = 2};
  for (const std::uint16_t sender : {std::uint16_t{3}, std::uint16_t{1}}) {
    EXPECT_EQ(all_of<VerifyBatch>(step(0, batch.arrived(sender))).size(), 1U);
    const auto effects =
        step(0, BatchInvalid{peer(sender), batch.header(), batch.digest(), false, true});
    EXPECT_TRUE(all_of<ReportEvidence>(effects).empty());
    EXPECT_EQ(all_of<CutPeer>(effects).size(), sender == 1 ? 1U : 0U);
  }
  EXPECT_EQ(all_of<VerifyBatch>(step(0, batch.arrived(1))).size(), 1U) << "it may come again";
}

TEST_F(LanesTest, ReferencesWhatAQuorumReportsAndCarriesSmallRest) {
  const ABatch first{.id = 2, .sequence = 1};
  const ABatch second{.id = 2, .sequence = 2};
  receive(first);
  receive(second);
  report(2, first);
  const PayloadSelection selection = lanes_.select({}, Height{1});
  EXPECT_EQ(selection.references, (std::vector{first.ref(), second.ref()}));
  EXPECT_EQ(selection.carried, std::vector{second.digest()});
}

TEST_F(LanesTest, LargeBatchWithoutAQuorumOfReportsWaits) {
  const ABatch large{.id = 2, .bytes = kCarriedBytesMax + 1};
  receive(large);
  EXPECT_TRUE(lanes_.select({}, Height{1}).references.empty());
  report(3, large);
  EXPECT_EQ(lanes_.select({}, Height{1}).references.size(), 1U);
}

TEST_F(LanesTest, ReportOfAnotherBranchCoversNothing) {
  const ABatch batch{.id = 2, .bytes = kCarriedBytesMax + 1};
  receive(batch);
  report(2, ABatch{.id = 2, .sequence = 1, .branch = 1});
  report(3, ABatch{.id = 2, .sequence = 5, .branch = 1});
  EXPECT_TRUE(lanes_.select({}, Height{1}).references.empty());
}

TEST_F(LanesTest, LaterUnknownReportDoesNotTakeAnEarlierOneBack) {
  const ABatch batch{.id = 2, .bytes = kCarriedBytesMax + 1};
  receive(batch);
  report(2, batch);
  report(2, ABatch{.id = 2, .sequence = 2});
  EXPECT_EQ(lanes_.select({}, Height{1}).references.size(), 1U);
}

TEST_F(LanesTest, PeerThatSendsAHeldBatchAgainIsToldSo) {
  receive(ABatch{.id = 2});
  const auto effects = step(1, ABatch{.id = 2}.arrived(1));
  EXPECT_EQ(all_of<DropBatch>(effects).size(), 1U);
  ASSERT_EQ(all_of<SendWatermarks>(effects).size(), 1U);
  EXPECT_EQ(all_of<SendWatermarks>(effects)[0].to, peer(1));
}

TEST_F(LanesTest, FetchForAProposalIsGivenUpOnceTheChainHasLeftItFarBehind) {
  const ABatch invented{.id = 2, .sequence = 1, .incarnation = 99};
  lanes_.want(at_ms(0), {peer(1), invented.ref(), VerifyDepth::Full});
  std::ignore = lanes_.on_delivered(at_ms(1), Height{kProposalWantHeights - 1}, {});
  EXPECT_EQ(lanes_.status().wanted, 1U);
  std::ignore = lanes_.on_delivered(at_ms(1), Height{kProposalWantHeights}, {});
  EXPECT_EQ(lanes_.status().wanted, 0U);
}

TEST_F(LanesTest, FetchEndsWhenItsLaneIsFinalPastIt) {
  lanes_.want(at_ms(0), {peer(1), ABatch{.id = 2}.ref(), VerifyDepth::Full});
  std::ignore = lanes_.on_delivered(at_ms(1), Height{1}, {ABatch{.id = 2, .branch = 1}.ref()});
  EXPECT_EQ(lanes_.status().wanted, 0U);
}

TEST_F(LanesTest, BatchOfAFinalBlockIsVerifiedByDigestOnly) {
  const ABatch batch{.id = 2, .sequence = 900};
  lanes_.want(at_ms(0), {peer(1), batch.ref(), VerifyDepth::Digest});
  const auto verify = all_of<VerifyBatch>(step(0, batch.arrived(3)));
  ASSERT_EQ(verify.size(), 1U);
  EXPECT_EQ(verify[0].depth, VerifyDepth::Digest);
}

// Fetched for a final block, thrown away to make room in the lane, and fetched again, for ever.
TEST_F(LanesTest, BatchOfAFinalBlockIsKeptUntilItIsDelivered) {
  const ABatch fetched{.id = 2, .sequence = 1};
  const ABatch held{.id = 2, .sequence = 2};
  receive(held);
  lanes_.want(at_ms(0), {peer(1), fetched.ref(), VerifyDepth::Digest});
  lanes_.want(at_ms(0), {peer(1), held.ref(), VerifyDepth::Digest});
  receive(fetched);
  for (std::uint64_t i = 1; i <= kLaneWindowBatches; ++i) {
    receive(ABatch{.id = 2, .sequence = i, .incarnation = 2});
  }
  EXPECT_TRUE(lanes_.is_held(fetched.digest()));
  EXPECT_TRUE(lanes_.is_held(held.digest()));
}

// Each is signed by its owner, who also leads and proposes them; the fetch outlives the proposal.
TEST_F(LanesTest, InventionsOfALeaderInItsOwnLaneAreNotHeldWithoutBound) {
  std::size_t forgotten = 0;
  std::size_t fetched = 0;
  for (std::uint64_t sequence = 1; fetched < 2 * kLaneHeldBatches; ++sequence) {
    for (unsigned branch = 0; branch < 256; ++branch, ++fetched) {
      const ABatch batch{
          .id = 2, .sequence = sequence, .branch = static_cast<std::uint8_t>(branch)};
      lanes_.want(at_ms(0), {peer(1), batch.ref(), VerifyDepth::Full});
      step(0, batch.arrived(1));
      for (const auto& forget : all_of<ForgetBatches>(step(0, BatchVerified{batch.verified()}))) {
        forgotten += forget.digests.size();
      }
    }
  }
  EXPECT_EQ(lanes_.status().lanes[1].unreferenced_batches, kLaneHeldBatches);
  EXPECT_EQ(forgotten, fetched - kLaneHeldBatches);
}

TEST_F(LanesTest, LoneLiarCannotForceANewIncarnationButFPlusOneCan) {
  const ABatch ahead{.sequence = 9, .incarnation = 9};
  EXPECT_TRUE(all_of<RenewIncarnation>(report(1, ahead)).empty());
  const auto renew = all_of<RenewIncarnation>(report(2, ahead));
  ASSERT_EQ(renew.size(), 1U);
  EXPECT_EQ(renew[0].greater_than, Incarnation{9});
  EXPECT_TRUE(all_of<CloseBatch>(step(1, Submit{TxHandle{1}, 10, 0})).empty());
  const auto after = step(2, IncarnationRenewed{Incarnation{10}});
  ASSERT_EQ(all_of<CloseBatch>(after).size(), 1U);
  EXPECT_EQ(all_of<CloseBatch>(after)[0].incarnation, Incarnation{10});
}

// L1: whoever was told that it was admitted is not told otherwise later, and nothing is lost.
TEST_F(LanesTest, WhatWasAdmittedIsClosedAgainUnderANewIncarnation) {
  seal_one();
  EXPECT_EQ(all_of<CloseBatch>(step(50, Submit{TxHandle{2}, 10, 0})).size(), 1U);
  const ABatch ahead{.sequence = 9, .incarnation = 9};
  report(1, ahead, 51);
  EXPECT_EQ(all_of<RenewIncarnation>(report(2, ahead, 51)).size(), 1U);
  const auto after = step(60, IncarnationRenewed{Incarnation{10}});
  EXPECT_TRUE(all_of<RefusedBusy>(after).empty());
  ASSERT_EQ(all_of<CloseBatch>(after).size(), 1U);
  EXPECT_EQ(all_of<CloseBatch>(after)[0].items, (std::vector{TxHandle{1}, TxHandle{2}}));
  const ABatch late{.sequence = 2};
  const auto forgotten = all_of<ForgetBatches>(step(61, OwnBatchClosed{late.verified()}));
  ASSERT_EQ(forgotten.size(), 1U) << "of the incarnation that was given up";
  EXPECT_EQ(forgotten[0].digests, std::vector{late.digest()});
  const ABatch again{.incarnation = 10};
  step(62, OwnBatchClosed{again.verified()});
  const auto done =
      all_of<ForgetTransactions>(lanes_.on_delivered(at_ms(63), Height{1}, {again.ref()}));
  ASSERT_EQ(done.size(), 1U);
  EXPECT_EQ(done[0].handles, (std::vector{TxHandle{1}, TxHandle{2}}));
}

TEST_F(LanesTest, OwnBatchThatLosesToTheFinalChainIsClosedAgain) {
  seal_one();
  const ABatch other{.sequence = 1, .incarnation = 9};
  const auto effects = lanes_.on_delivered(at_ms(5), Height{1}, {other.ref()});
  EXPECT_EQ(all_of<ForgetBatches>(effects).size(), 1U);
  EXPECT_EQ(all_of<RenewIncarnation>(effects).size(), 1U);
  const auto after = step(6, IncarnationRenewed{Incarnation{10}});
  ASSERT_EQ(all_of<CloseBatch>(after).size(), 1U);
  EXPECT_EQ(all_of<CloseBatch>(after)[0].items, std::vector{TxHandle{1}});
}

TEST_F(LanesTest, FullLaneClosesUnderANewIncarnation) {
  for (std::uint64_t i = 1; i <= kLaneUnreferencedBatchesMax; ++i) {
    const auto ms = static_cast<std::int64_t>(i) * 10;
    step(ms, Submit{TxHandle{i}, 10, 0});
    const ABatch batch{.sequence = i};
    step(5'000, OwnBatchClosed{batch.verified()});
    report(1, batch, 5'000);
    report(2, batch, 5'000);
  }
  EXPECT_TRUE(all_of<CloseBatch>(step(6'000, Submit{TxHandle{1'000}, 10, 0})).empty());
  const ABatch ahead{.sequence = 9, .incarnation = 9};
  report(1, ahead, 6'000);
  report(2, ahead, 6'000);
  const auto after = step(7'000, IncarnationRenewed{Incarnation{10}});
  ASSERT_EQ(all_of<CloseBatch>(after).size(), 1U);
  EXPECT_EQ(all_of<CloseBatch>(after)[0].items.size(), kLaneUnreferencedBatchesMax + 1);
}

// L5: peers and leaders keep back, voters do not.
TEST_F(LanesTest, LaneBeyondItsBudgetIsNeitherReportedNorProposedButVotedFor) {
  LanesOptions options{validators(4), peer(0)};
  options.lane.bytes_per_second = 100;
  lanes_ = Lanes(options, a_start());
  std::ignore = lanes_.on_connected(at_ms(0), peer(2));
  const ABatch within{.id = 2, .bytes = 5'000};
  const ABatch beyond{.id = 2, .sequence = 2, .bytes = 5'000};
  receive(within);
  receive(beyond);
  const auto sent = all_of<SendWatermarks>(lanes_.wake(at_ms(2)));
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].watermarks.entries[0].position, within.position());
  EXPECT_EQ(lanes_.select({}, Height{1}).references, std::vector{within.ref()});
  EXPECT_FALSE(lanes_.has_work({{lane(2), within.position()}}));
  EXPECT_TRUE(lanes_.status().lanes[1].withheld);
  const std::vector both{within.ref(), beyond.ref()};
  EXPECT_EQ(lanes_.examine({}, Height{1}, both).state, PayloadState::Ready);
  lanes_.pin(both, Height{1});
  EXPECT_EQ(lanes_.select({}, Height{1}).references, both) << "a proposal has chosen it";
}

TEST_F(LanesTest, BudgetThatRefillsIsReportedInTime) {
  LanesOptions options{validators(4), peer(0)};
  options.lane.bytes_per_second = 100;
  lanes_ = Lanes(options, a_start());
  receive({.id = 2, .bytes = 5'000});
  const ABatch beyond{.id = 2, .sequence = 2, .bytes = 5'000};
  receive(beyond);
  std::optional<SendWatermarks> newest;
  // Ten seconds' worth and a little is missing of a hundred.
  for (auto when = lanes_.next_wake(); when && *when < at_ms(60'000); when = lanes_.next_wake()) {
    for (const SendWatermarks& sent : all_of<SendWatermarks>(lanes_.wake(*when))) {
      newest = sent;
    }
  }
  ASSERT_TRUE(newest);
  EXPECT_EQ(newest->watermarks.entries[0].position, beyond.position());
}

TEST_F(LanesTest, DeliveryEndsWorkAndFreesTheLane) {
  seal_one();
  EXPECT_TRUE(lanes_.has_work({}));
  std::ignore = lanes_.on_delivered(at_ms(5), Height{1}, {ABatch{}.ref()});
  EXPECT_FALSE(lanes_.has_work({{lane(1), ABatch{}.position()}}));
  EXPECT_FALSE(lanes_.next_wake());
  EXPECT_EQ(lanes_.status().lanes[0].unreferenced_batches, 0U);
}

TEST_F(LanesTest, DrainedOnceEverythingOwnIsFinal) {
  seal_one();
  lanes_.drain();
  EXPECT_EQ(all_of<RefusedBusy>(step(1, Submit{TxHandle{2}, 10, 0})).size(), 1U);
  EXPECT_FALSE(lanes_.is_drained());
  std::ignore = lanes_.on_delivered(at_ms(5), Height{1}, {ABatch{}.ref()});
  EXPECT_TRUE(lanes_.is_drained());
}

TEST_F(LanesTest, OnePeersFloodDoesNotShutOutTheOwner) {
  for (std::uint8_t i = 0; i < 200; ++i) {
    step(0, ABatch{.id = 2, .sequence = 1, .branch = static_cast<std::uint8_t>(i + 1)}.arrived(3));
  }
  EXPECT_LE(lanes_.status().verifying, kVerifyingBatchesMax);
  EXPECT_EQ(all_of<VerifyBatch>(step(0, ABatch{.id = 2}.arrived(1))).size(), 1U);
}

TEST_F(LanesTest, AnswersToOnePeerAreBoundedPerRetry) {
  BatchRequest request;
  request.digests.assign(kRequestedBatchesMax, ABatch{}.digest());
  std::size_t answered = 0;
  for (int i = 0; i < 100; ++i) {
    for (const SendBatches& sent :
         all_of<SendBatches>(step(1, BatchesRequested{peer(1), request}))) {
      answered += sent.digests.size();
    }
  }
  EXPECT_EQ(answered, kAnswersPerRetryMax);
}

}  // namespace
}  // namespace vitalstream::consensus::testing
