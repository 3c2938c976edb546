// C14: what is promised is written before anything is said.
#include "consensus/core/safety_record.hpp"

#include <gtest/gtest.h>

#include "../types/samples.hpp"
#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {
namespace {

using testing::sample_block;
using testing::sample_digest;

const VoteSubject kNullify = make_nullify(Epoch{1}, View{3});

TEST(SafetyRecord, AVoteIsCastAndWrittenWithTheNextSignature) {
  SafetyRecord record;
  record.cast(kNullify);
  EXPECT_EQ(record.votes().cast_in(View{3}).nullify, kNullify);
  EXPECT_FALSE(record.take_due(/*signs=*/false));
  const auto due = record.take_due(/*signs=*/true);
  ASSERT_TRUE(due);
  ASSERT_EQ(due->size(), 1U);
  EXPECT_EQ(std::get<CastVote>(due->front()).subject, kNullify);
  EXPECT_TRUE(record.take_due(/*signs=*/true)->empty()) << "for a vote that is signed again";
}

TEST(SafetyRecord, WhatIsDueIsWrittenInItsStep) {
  SafetyRecord record;
  record.add_due(GivenCommitment{ValidatorId{20}, sample_digest<ProcessDigest>(1), false});
  EXPECT_TRUE(record.take_due(/*signs=*/false));
  EXPECT_FALSE(record.take_due(/*signs=*/false));
}

TEST(SafetyRecord, ManyRecordsAreWrittenWithoutAVote) {
  SafetyRecord record;
  for (std::size_t i = 0; i <= kUnwrittenRecordsMax; ++i) {
    record.add(CertifiedView{Epoch{1}, View{i}});
  }
  EXPECT_TRUE(record.take_due(/*signs=*/false));
}

TEST(SafetyRecord, ABlockIsWrittenOnceAndForgottenWithTheChain) {
  SafetyRecord record;
  const auto digest = sample_digest<BlockDigest>(7);
  record.add_block(sample_block(), digest);
  record.add_block(sample_block(), digest);
  EXPECT_EQ(record.take_due(/*signs=*/true)->size(), 1U);
  record.retain_blocks([](const BlockDigest&) { return false; });
  EXPECT_TRUE(record.blocks().empty());
}

TEST(SafetyRecord, StartsAnewWhenItHasGrownAndTheFloorHasRisen) {
  SafetyRecord record;
  EXPECT_FALSE(record.should_rotate(View{5}));
  const std::size_t many = kJournalBytesMax / 32;
  for (std::size_t i = 0; i < many && !record.should_rotate(View{5}); ++i) {
    record.add_block(sample_block(), BlockDigest{[i] {
                       Hash32 bytes{};
                       bytes[0] = static_cast<std::uint8_t>(i);
                       bytes[1] = static_cast<std::uint8_t>(i >> 8);
                       bytes[2] = static_cast<std::uint8_t>(i >> 16);
                       return bytes;
                     }()});
    static_cast<void>(record.take_due(/*signs=*/true));
  }
  ASSERT_TRUE(record.should_rotate(View{5}));
  EXPECT_FALSE(record.should_rotate(View{0})) << "the floor has not risen";
  record.add_due(CastVote{kNullify});
  record.rotated({CastVote{kNullify}}, View{5});
  EXPECT_FALSE(record.should_rotate(View{6}));
  EXPECT_FALSE(record.take_due(/*signs=*/false)) << "what was due is among the new ones";
}

TEST(SafetyRecord, RemembersTheNewestBlockInTheDatabase) {
  SafetyRecord record;
  EXPECT_FALSE(record.witnessed());
  record.add_witness({Height{4}, sample_digest<BlockDigest>(4), sample_digest<ExecutedRoot>(5)});
  ASSERT_TRUE(record.witnessed());
  EXPECT_EQ(record.witnessed()->height, Height{4});
  EXPECT_EQ(record.take_due(/*signs=*/true)->size(), 1U);
}

}  // namespace
}  // namespace vitalstream::consensus
