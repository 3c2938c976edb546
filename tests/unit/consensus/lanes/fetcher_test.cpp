// L1, C7: what is asked for, of whom, and until when.
#include "consensus/lanes/fetcher.hpp"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include "a_batch.hpp"
#include "consensus/lanes/intake.hpp"
#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus::testing {
namespace {

constexpr std::int64_t kRetryMs = 100;
constexpr std::int64_t kGraceMs = 5;
static_assert(milliseconds(kGraceMs) == kFetchGrace);

// Validator 1 (index 0) of four; the others are connected and report nothing.
class FetcherTest : public ::testing::Test {
 protected:
  FetcherTest() {
    for (std::uint16_t i = 1; i < 4; ++i) {
      reports_.on_connected(peer(i));
    }
  }
  // Different for each number.
  static ABatch numbered(std::uint64_t number) {
    return {.id = 2, .sequence = number % 200 + 1, .incarnation = number / 200 + 1};
  }
  void want(std::uint64_t first, std::uint64_t count, VerifyDepth depth, std::int64_t ms = 0) {
    for (std::uint64_t number = first; number < first + count; ++number) {
      fetcher_.want(at_ms(ms), {peer(1), numbered(number).ref(), depth}, Height{0});
    }
  }
  std::set<BatchDigest> asked(std::int64_t ms) {
    std::set<BatchDigest> digests;
    for (const auto& request :
         all_of<RequestBatches>(fetcher_.requests(at_ms(ms), reports_, intake_))) {
      digests.insert(request.request.digests.begin(), request.request.digests.end());
    }
    return digests;
  }
  static std::set<BatchDigest> digests(std::uint64_t first, std::uint64_t count) {
    std::set<BatchDigest> all;
    for (std::uint64_t number = first; number < first + count; ++number) {
      all.insert(numbered(number).digest());
    }
    return all;
  }

  PeerReports reports_;
  Intake intake_{validators(4), lane(1)};
  Fetcher fetcher_{milliseconds(kRetryMs)};
};

TEST_F(FetcherTest, AProposalsBatchIsGivenTimeToArriveAndAFinalBlocksIsNot) {
  want(0, 1, VerifyDepth::Full);
  want(1, 1, VerifyDepth::Digest);
  EXPECT_EQ(asked(0), digests(1, 1));
  EXPECT_EQ(fetcher_.due(), at_ms(kGraceMs));
  EXPECT_EQ(asked(kGraceMs), digests(0, 1));
}

TEST_F(FetcherTest, FinalBatchesAreAskedForInOrderAndNoMoreThanAreInFlight) {
  want(0, kFetchesInFlightMax + 10, VerifyDepth::Digest);
  EXPECT_EQ(asked(0), digests(0, kFetchesInFlightMax));
  EXPECT_TRUE(asked(1).empty());
  fetcher_.got(numbered(3).digest());
  EXPECT_EQ(asked(2), digests(kFetchesInFlightMax, 1));
}

TEST_F(FetcherTest, LostRequestsForFinalBatchesAreRepeatedBeforeLaterOnes) {
  want(0, kFetchesInFlightMax + 10, VerifyDepth::Digest);
  const auto first = asked(0);
  EXPECT_EQ(asked(kRetryMs), first);
}

// The chain had gone on without it while it asked, for ever, for what dead proposals had named.
TEST_F(FetcherTest, ManyInventedBatchesDoNotDelayThoseOfFinalBlocks) {
  want(0, kWantedBatchesMax, VerifyDepth::Full);
  EXPECT_EQ(fetcher_.wanted(), kProposalWantsMax);
  EXPECT_EQ(asked(kGraceMs).size(), kProposalFetchesMax);
  want(kWantedBatchesMax, 10, VerifyDepth::Digest, kGraceMs);
  EXPECT_EQ(asked(kGraceMs), digests(kWantedBatchesMax, 10));
}

TEST_F(FetcherTest, ANewProposalIsTriedBeforeThoseThatFailed) {
  want(0, kProposalFetchesMax, VerifyDepth::Full);
  EXPECT_EQ(asked(kGraceMs).size(), kProposalFetchesMax);
  const std::int64_t later = kGraceMs + kRetryMs;
  want(kProposalFetchesMax, 1, VerifyDepth::Full, kGraceMs);
  const auto second = asked(later);
  EXPECT_EQ(second.size(), kProposalFetchesMax);
  EXPECT_TRUE(second.contains(numbered(kProposalFetchesMax).digest()));
}

TEST_F(FetcherTest, AFullTableForgetsTheProposalTriedMostOften) {
  want(0, kProposalWantsMax, VerifyDepth::Full);
  std::ignore = asked(kGraceMs);
  std::ignore = asked(kGraceMs + kRetryMs);  // others are in flight now, the first ones wait
  const auto fresh = numbered(kProposalWantsMax);
  fetcher_.want(at_ms(200), {peer(1), fresh.ref(), VerifyDepth::Full}, Height{0});
  EXPECT_EQ(fetcher_.wanted(), kProposalWantsMax);
  EXPECT_EQ(fetcher_.wanted_depth(fresh.digest()), VerifyDepth::Full);
}

TEST_F(FetcherTest, AProposalThatBecameFinalIsAskedForAtOnce) {
  want(0, 1, VerifyDepth::Full);
  want(0, 1, VerifyDepth::Digest);
  EXPECT_EQ(fetcher_.wanted(), 1U);
  EXPECT_EQ(fetcher_.wanted_depth(numbered(0).digest()), VerifyDepth::Digest);
  EXPECT_EQ(asked(0), digests(0, 1));
}

TEST_F(FetcherTest, AWrongAnswerSendsTheQuestionToSomebodyElse) {
  want(0, 1, VerifyDepth::Digest);
  const auto first = all_of<RequestBatches>(fetcher_.requests(at_ms(0), reports_, intake_));
  fetcher_.failed(numbered(0).digest());
  const auto second = all_of<RequestBatches>(fetcher_.requests(at_ms(1), reports_, intake_));
  ASSERT_EQ(first.size(), 1U);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_NE(first[0].to, second[0].to);
}

TEST_F(FetcherTest, NothingWantedMeansNothingDue) {
  want(0, 2, VerifyDepth::Digest);
  std::ignore = asked(0);
  fetcher_.got(numbered(0).digest());
  fetcher_.got(numbered(1).digest());
  EXPECT_FALSE(fetcher_.due());
  EXPECT_EQ(fetcher_.wanted(), 0U);
}

}  // namespace
}  // namespace vitalstream::consensus::testing
