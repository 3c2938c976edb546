#include "node/driver/proposal_times.hpp"

#include <gtest/gtest.h>

#include "node/driver/limits.hpp"

namespace vitalstream::node {
namespace {

using consensus::BlockDigest;
using consensus::View;

class ProposalTimesTest : public ::testing::Test {
 protected:
  static BlockDigest block(std::uint8_t number) {
    Hash32 digest{};
    digest[0] = number;
    return BlockDigest{digest};
  }
  // At as many ms as its view has.
  void note(std::uint64_t view, std::uint8_t number) {
    const auto ms = static_cast<std::int64_t>(view);
    times_.note(consensus::make_notarize(consensus::Epoch{1}, View{view}, View{0}, block(number)),
                {Instant{ms * 1000}, UnixMs{ms}});
  }
  // By the finalization of a view; the milliseconds at which its proposal came.
  std::optional<std::int64_t> take(std::uint8_t number, std::uint64_t view, bool directly = true) {
    consensus::Deliver deliver;
    deliver.digest = block(number);
    deliver.finalization.subject.view = View{view};
    deliver.finalizes_directly = directly;
    const auto clock = times_.take(deliver);
    return clock ? std::optional(clock->wall.value()) : std::nullopt;
  }

  ProposalTimes times_;
};

TEST_F(ProposalTimesTest, ABlockThatCameByItsProposalIsKnownOnce) {
  note(3, 1);
  EXPECT_EQ(take(1, 3), 3);
  EXPECT_FALSE(take(1, 3));
}

TEST_F(ProposalTimesTest, ABlockThatWasFetchedIsNot) {
  note(3, 1);
  EXPECT_FALSE(take(2, 3));
  EXPECT_FALSE(take(1, 3)) << "it can never be final";
}

TEST_F(ProposalTimesTest, AncestorsThatBecomeFinalWithABlockAreKnownToo) {
  note(3, 1);
  note(4, 2);
  note(5, 3);
  note(6, 4);
  EXPECT_EQ(take(1, 5, /*directly=*/false), 3);
  EXPECT_FALSE(take(9, 5, /*directly=*/false));
  EXPECT_EQ(take(3, 5), 5);
  EXPECT_EQ(take(4, 6), 6);
}

TEST_F(ProposalTimesTest, ASecondProposalOfAViewTellsNothing) {
  note(3, 1);
  note(3, 2);
  EXPECT_FALSE(take(2, 3));
}

TEST_F(ProposalTimesTest, TheOldestAreForgottenWhereNothingBecomesFinal) {
  for (std::uint64_t view = 1; view <= kProposalTimesMax + 1; ++view) {
    note(view, static_cast<std::uint8_t>(view));
  }
  EXPECT_FALSE(take(1, 1));
  EXPECT_EQ(take(2, 2), 2);
}

}  // namespace
}  // namespace vitalstream::node
