#include "node/batches/batch_intake.hpp"

#include <gtest/gtest.h>

#include "support/a_batch.hpp"

namespace vitalstream::node {
namespace {

using consensus::VerifyDepth;
using testing::ABatch;

BatchFault fault_of(const ABatch& batch, VerifyDepth depth = VerifyDepth::Full) {
  const auto outcome = batch.verify(depth);
  EXPECT_FALSE(outcome);
  return outcome ? BatchFault{} : outcome.error();
}

Bytes with_broken_last_byte(Bytes bytes) {
  bytes.back() ^= 1;
  return bytes;
}

TEST(BatchIntake, AWholeBatchYieldsWhatTheLanesAndTheLedgerNeed) {
  const ABatch batch;
  const auto outcome = batch.verify();
  ASSERT_TRUE(outcome);
  const consensus::SignedBatchHeader& header = outcome->verified.signed_header;
  EXPECT_EQ(outcome->verified.digest, consensus::batch_digest(testing::a_genesis(), header.header));
  EXPECT_EQ(outcome->verified.leaves, outcome->cached->parsed.leaf_hashes());
  EXPECT_EQ(outcome->verified.leaves.size(), 2U);
  EXPECT_EQ(outcome->verified.total_bytes, batch.stored().size() + batch.attachments().size());
  EXPECT_EQ(outcome->cached->stored, batch.stored());
  EXPECT_EQ(outcome->cached->attachments, batch.attachments());
}

TEST(BatchIntake, TheLaneKeySignsTheHeader) {
  EXPECT_EQ(fault_of(ABatch{}.spoil_signature()), BatchFault::HeaderSignature);
}

TEST(BatchIntake, TheBodyIsTheOneThatTheHeaderNames) {
  Bytes stored = ABatch{}.stored();
  stored.back() ^= 1;
  const auto frame = net::decode_stored_batch(stored);
  ASSERT_TRUE(frame);
  VerifyWorker worker;
  for (const VerifyDepth depth : {VerifyDepth::Full, VerifyDepth::Digest}) {
    const auto outcome =
        verify_batch({testing::a_genesis(), testing::a_set()}, *frame, depth, worker);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error(), BatchFault::BodyDigest);
  }
}

TEST(BatchIntake, TheBodyIsWellFormed) {
  EXPECT_EQ(fault_of(ABatch{}.body(Bytes{1, 2, 3})), BatchFault::BodyMalformed);
}

TEST(BatchIntake, TheHeaderCountsTheItems) {
  EXPECT_EQ(fault_of(ABatch{}.items(3)), BatchFault::ItemCount);
  EXPECT_EQ(fault_of(ABatch{}.items(1), VerifyDepth::Digest), BatchFault::ItemCount);
}

// The last byte of a body belongs to the last item's signature.
TEST(BatchIntake, EveryTransactionIsSigned) {
  const Bytes body = with_broken_last_byte(ABatch{}.body());
  EXPECT_EQ(fault_of(ABatch{}.body(body)), BatchFault::TransactionSignature);
}

TEST(BatchIntake, AttachmentsAreThoseThatTheEnvelopesCommitTo) {
  const Bytes part = with_broken_last_byte(ABatch{}.attachments());
  EXPECT_EQ(fault_of(ABatch{}.attachments(part)), BatchFault::Attachments);
  EXPECT_EQ(fault_of(ABatch{}.attachments(part), VerifyDepth::Digest), BatchFault::Attachments);
  EXPECT_EQ(fault_of(ABatch{}.attachments({1})), BatchFault::Attachments);
}

TEST(BatchIntake, OfAFinalBatchTheSignaturesHaveBeenCheckedByAQuorum) {
  const Bytes body = with_broken_last_byte(ABatch{}.body());
  EXPECT_TRUE(ABatch{}.body(body).verify(VerifyDepth::Digest));
}

// It is kept as it came, and passed on to others who may need every check.
TEST(BatchIntake, AFinalBatchIsStillSignedByItsOwner) {
  EXPECT_EQ(fault_of(ABatch{}.spoil_signature(), VerifyDepth::Digest), BatchFault::HeaderSignature);
}

// Whoever sends it may not have them: nobody's fault, and nothing to vote for.
TEST(BatchIntake, ABatchWithoutItsAttachmentsIsNobodysFault) {
  EXPECT_EQ(fault_of(ABatch{}.attachments({})), BatchFault::AttachmentsMissing);
  EXPECT_FALSE(is_owner_fault(BatchFault::AttachmentsMissing));
}

TEST(BatchIntake, AFinalBatchMayComeWithoutItsAttachments) {
  const auto outcome = ABatch{}.attachments({}).verify(VerifyDepth::Digest);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(committed_attachments(outcome->cached->parsed), 1U);
}

TEST(BatchIntake, TheOwnerAnswersForWhatItSigned) {
  EXPECT_FALSE(is_owner_fault(BatchFault::HeaderSignature));
  EXPECT_FALSE(is_owner_fault(BatchFault::BodyDigest));
  EXPECT_TRUE(is_owner_fault(BatchFault::BodyMalformed));
  EXPECT_TRUE(is_owner_fault(BatchFault::ItemCount));
  EXPECT_TRUE(is_owner_fault(BatchFault::TransactionSignature));
  EXPECT_FALSE(is_owner_fault(BatchFault::Attachments));
}

TEST(BatchIntake, AStoredBatchIsReadAgain) {
  const ABatch batch;
  const auto reread = reread_batch(batch.stored(), batch.attachments());
  ASSERT_TRUE(reread);
  EXPECT_EQ(reread->parsed.transactions().size(), 2U);
  EXPECT_EQ(reread->attachments, batch.attachments());
}

TEST(BatchIntake, WhatIsNoStoredBatchIsNotReadAgain) {
  Bytes cut = ABatch{}.stored();
  cut.pop_back();
  EXPECT_EQ(reread_batch(cut, {}), nullptr);
  EXPECT_EQ(reread_batch(ABatch{}.body(Bytes{1}).stored(), {}), nullptr);
}

}  // namespace
}  // namespace vitalstream::node
