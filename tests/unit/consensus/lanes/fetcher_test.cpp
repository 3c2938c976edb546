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
// For proposals, of four validators; and of these, for one proposer.
constexpr std::size_t kPlaces = kProposalFetchesMin;
constexpr std::size_t kShare = kPlaces / 2;

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
  // Named by nobody but this one's proposal.
  void propose(std::uint16_t proposer, std::uint64_t view, std::uint64_t first, std::uint64_t count,
               std::int64_t ms = 0) {
    for (std::uint64_t number = first; number < first + count; ++number) {
      fetcher_.want(at_ms(ms),
                    {peer(proposer), numbered(number).ref(), VerifyDepth::Full,
                     ProposedIn{peer(proposer), View{view}}},
                    Height{0});
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

  HeldBatches held_{validators(4), {}};
  PeerReports reports_;
  Intake intake_{validators(4), lane(1)};
  Fetcher fetcher_{milliseconds(kRetryMs), 1};
};

TEST_F(FetcherTest, AProposalsBatchIsGivenTimeToArriveAndAFinalBlocksIsNot) {
  want(0, 1, VerifyDepth::Full);
  want(1, 1, VerifyDepth::Digest);
  EXPECT_EQ(asked(0), digests(1, 1));
  EXPECT_EQ(fetcher_.due(), at_ms(kGraceMs));
  EXPECT_EQ(asked(kGraceMs), digests(0, 1));
}

TEST_F(FetcherTest, FinalBatchesAreAskedForInOrderAndNoMoreThanAreInFlight) {
  want(0, kFinalFetchesMax + 10, VerifyDepth::Digest);
  EXPECT_EQ(asked(0), digests(0, kFinalFetchesMax));
  EXPECT_TRUE(asked(1).empty());
  fetcher_.got(numbered(3).digest());
  EXPECT_EQ(asked(2), digests(kFinalFetchesMax, 1));
}

TEST_F(FetcherTest, LostRequestsForFinalBatchesAreRepeatedBeforeLaterOnes) {
  want(0, kFinalFetchesMax + 10, VerifyDepth::Digest);
  const auto first = asked(0);
  EXPECT_EQ(asked(kRetryMs), first);
}

// The chain had gone on without it while it asked, for ever, for what dead proposals had named.
TEST_F(FetcherTest, ManyInventedBatchesDoNotDelayThoseOfFinalBlocks) {
  want(0, kWantedBatchesMax, VerifyDepth::Full);
  EXPECT_EQ(fetcher_.wanted(), kProposalWantsMax);
  EXPECT_EQ(asked(kGraceMs).size(), kPlaces);
  want(kWantedBatchesMax, 10, VerifyDepth::Digest, kGraceMs);
  EXPECT_EQ(asked(kGraceMs), digests(kWantedBatchesMax, 10));
}

TEST_F(FetcherTest, ANewProposalIsTriedBeforeThoseThatFailed) {
  want(0, kPlaces, VerifyDepth::Full);
  EXPECT_EQ(asked(kGraceMs).size(), kPlaces);
  const std::int64_t later = kGraceMs + kRetryMs;
  want(kPlaces, 1, VerifyDepth::Full, kGraceMs);
  const auto second = asked(later);
  EXPECT_EQ(second.size(), kPlaces);
  EXPECT_TRUE(second.contains(numbered(kPlaces).digest()));
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

// Who proposed it may keep it back; those who have voted for it hold it.
TEST_F(FetcherTest, WhatAQuorumHasVotedForIsSoonAskedOfSomebodyElse) {
  constexpr std::int64_t kVotedForMs = 50;
  static_assert(milliseconds(kVotedForMs) == kVotedForGrace);
  propose(3, 1, 0, 1);
  EXPECT_EQ(asked(kGraceMs), digests(0, 1));
  want(0, 1, VerifyDepth::Full, kGraceMs + 1);
  EXPECT_TRUE(asked(kGraceMs + kVotedForMs).empty());
  const auto again = all_of<RequestBatches>(
      fetcher_.requests(at_ms(kGraceMs + 1 + kVotedForMs), reports_, intake_));
  ASSERT_EQ(again.size(), 1U);
  EXPECT_NE(again[0].to, peer(3));
  EXPECT_TRUE(asked(kGraceMs + kVotedForMs + kRetryMs).empty()) << "f+1 have been asked";
}

// Who proposed it is asked before anybody, though a quorum shows before the grace is over.
TEST_F(FetcherTest, AnEarlyQuorumChangesNothingAboutWhomIsAskedFirst) {
  propose(3, 1, 0, 1);
  want(0, 1, VerifyDepth::Full, 1);
  const auto first = all_of<RequestBatches>(fetcher_.requests(at_ms(kGraceMs), reports_, intake_));
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].to, peer(3));
  const auto second = all_of<RequestBatches>(
      fetcher_.requests(at_ms(kGraceMs + kVotedForGrace.value() / 1'000), reports_, intake_));
  ASSERT_EQ(second.size(), 1U);
  EXPECT_NE(second[0].to, peer(3));
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

TEST_F(FetcherTest, OneProposersWantsTakeNoMoreThanItsShareOfThePlaces) {
  propose(1, 7, 0, kBlockReferencesMax);
  EXPECT_EQ(asked(kGraceMs).size(), kShare);
  propose(2, 8, kBlockReferencesMax, 10, kGraceMs);
  EXPECT_EQ(asked(2 * kGraceMs), digests(kBlockReferencesMax, 10))
      << "whatever one has invented, another's are asked for at once";
}

TEST_F(FetcherTest, AFreePlaceGoesToTheProposerWithTheFewest) {
  propose(1, 7, 0, 100);
  propose(2, 8, 100, 4);
  propose(3, 9, 200, 100);
  const auto first = asked(kGraceMs);
  EXPECT_EQ(first.size(), kPlaces);
  std::size_t of_two = 0;
  for (const BatchDigest& digest : digests(100, 4)) {
    of_two += first.count(digest);
  }
  EXPECT_EQ(of_two, 4U);
  fetcher_.got(numbered(0).digest());
  EXPECT_EQ(asked(kGraceMs), digests(14, 1)) << "1 has one place fewer than 3";
}

TEST_F(FetcherTest, WhatAQuorumHasVotedForGoesBeforeWhatIsOnlyProposed) {
  propose(1, 7, 0, 100);
  want(500, kPlaces, VerifyDepth::Full);
  EXPECT_EQ(asked(kGraceMs), digests(500, kPlaces));
}

TEST_F(FetcherTest, WhatEnoughPeersReportIsAskedForBeforeWhatTheyDoNot) {
  propose(1, 7, 0, 100);
  const auto report = [&](std::uint16_t from) {
    reports_.on_watermarks(peer(from), {{{lane(2), numbered(99).position()}}}, held_);
  };
  // Numbers 0 to 99 are the first hundred places of one incarnation; 200 is one of the next.
  propose(1, 7, 200, kShare);
  report(1);
  EXPECT_EQ(asked(kGraceMs), digests(0, kShare)) << "one peer may lie";
  fetcher_.forget(View{7}, View{7});
  report(2);
  propose(1, 8, 200, kShare, 100);
  propose(1, 8, 50, 4, 100);
  const auto second = asked(100 + kGraceMs);
  for (const BatchDigest& digest : digests(50, 4)) {
    EXPECT_TRUE(second.contains(digest));
  }
}

TEST_F(FetcherTest, WhatAViewThatWasGivenUpNamedIsForgotten) {
  propose(1, 7, 0, 10);
  propose(2, 8, 5, 10);
  EXPECT_EQ(fetcher_.wanted(), 15U);
  fetcher_.forget(View{7}, View{7});
  EXPECT_EQ(fetcher_.wanted(), 10U);
  EXPECT_EQ(asked(kGraceMs), digests(5, 10)) << "what another proposal names too stays";
  fetcher_.forget(View{0}, View{8});
  EXPECT_EQ(fetcher_.wanted(), 0U);
  EXPECT_FALSE(fetcher_.due());
}

TEST_F(FetcherTest, ForgettingWhatIsAskedForGivesItsPlaceBack) {
  propose(1, 7, 0, 100);
  EXPECT_EQ(asked(kGraceMs).size(), kShare);
  propose(2, 8, 0, 1, kGraceMs);
  fetcher_.forget(View{7}, View{7});
  propose(1, 11, 300, 100, kGraceMs);
  EXPECT_EQ(asked(3 * kGraceMs).size(), kShare + 1);
}

TEST_F(FetcherTest, WhatWasVotedForIsNotForgottenWithItsView) {
  propose(1, 7, 0, 1);
  want(0, 1, VerifyDepth::Full);
  fetcher_.forget(View{7}, View{7});
  EXPECT_EQ(fetcher_.wanted(), 1U);
  EXPECT_EQ(asked(kGraceMs), digests(0, 1));
}

// One that few hold is named by a liar, so that everybody has waited for long when it is needed.
TEST_F(FetcherTest, AnotherProposalOfTheSameBatchIsTriedAfreshWithWhoMadeIt) {
  propose(1, 7, 0, 1);
  std::int64_t ms = kGraceMs;
  for (int attempt = 0; attempt < 4; ++attempt) {
    EXPECT_EQ(asked(ms), digests(0, 1));
    ms += kRetryMs << attempt;
  }
  propose(3, 8, 0, 1, ms - 300);
  const auto again =
      all_of<RequestBatches>(fetcher_.requests(at_ms(ms - 300 + kGraceMs), reports_, intake_));
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].to, peer(3));
  propose(3, 8, 0, 1, ms);
  EXPECT_TRUE(asked(ms - 300 + 2 * kGraceMs).empty()) << "the same proposal is nothing new";
}

TEST_F(FetcherTest, OnceTheTableIsFullWhoeverNamesTheMostGivesWay) {
  for (std::uint64_t view = 7; view < 11; ++view) {
    propose(1, view, (view - 7) * kBlockReferencesMax, kBlockReferencesMax);
  }
  EXPECT_EQ(fetcher_.wanted(), kProposalWantsMax);
  std::ignore = asked(kGraceMs);
  propose(2, 12, kProposalWantsMax, 10, kGraceMs);
  EXPECT_EQ(fetcher_.wanted(), kProposalWantsMax);
  EXPECT_EQ(asked(2 * kGraceMs), digests(kProposalWantsMax, 10));
}

TEST_F(FetcherTest, ARequestNamesNoMoreThanOneMayHold) {
  reports_.on_disconnected(peer(2));
  reports_.on_disconnected(peer(3));
  want(0, kFinalFetchesMax, VerifyDepth::Digest);
  want(kFinalFetchesMax, kPlaces, VerifyDepth::Full);
  std::size_t named = 0;
  for (const auto& request :
       all_of<RequestBatches>(fetcher_.requests(at_ms(kGraceMs), reports_, intake_))) {
    EXPECT_LE(request.request.digests.size(), kRequestedBatchesMax);
    named += request.request.digests.size();
  }
  EXPECT_EQ(named, kFinalFetchesMax + kPlaces);
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
