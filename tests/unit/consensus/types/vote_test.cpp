#include "consensus/types/vote.hpp"

#include <gtest/gtest.h>

#include <set>

#include "samples.hpp"

namespace vitalstream::consensus::testing {
namespace {

TEST(VoteSigningBytes, DifferForEverythingThatIsVotedOn) {
  const BlockDigest block = sample_digest<BlockDigest>(1);
  const std::vector<VoteSubject> subjects = {
      make_notarize(Epoch{1}, View{9}, View{8}, block),
      make_notarize(Epoch{2}, View{9}, View{8}, block),
      make_notarize(Epoch{1}, View{10}, View{8}, block),
      make_notarize(Epoch{1}, View{9}, View{7}, block),
      make_notarize(Epoch{1}, View{9}, View{8}, BlockDigest{}),
      make_finalize(make_notarize(Epoch{1}, View{9}, View{8}, block)),
      make_nullify(Epoch{1}, View{9}),
      make_nullify(Epoch{1}, View{10}),
      make_nullify(Epoch{2}, View{9})};
  std::set<Bytes> seen;
  for (const VoteSubject& subject : subjects) {
    EXPECT_TRUE(seen.insert(signing_bytes(sample_genesis(), subject)).second);
  }
}

TEST(VoteSigningBytes, BelongToOneNetwork) {
  EXPECT_NE(signing_bytes(sample_genesis(), sample_notarize()),
            signing_bytes(GenesisHash{}, sample_notarize()));
}

TEST(MakeFinalize, NamesWhatWasNotarized) {
  const VoteSubject finalize = make_finalize(sample_notarize());
  EXPECT_EQ(finalize.kind, VoteKind::Finalize);
  EXPECT_EQ(finalize.view, sample_notarize().view);
  EXPECT_EQ(finalize.parent_view, sample_notarize().parent_view);
  EXPECT_EQ(finalize.block, sample_notarize().block);
}

TEST(MakeNullify, NamesNoBlock) {
  const VoteSubject nullify = make_nullify(Epoch{1}, View{9});
  EXPECT_EQ(nullify.parent_view, View{});
  EXPECT_EQ(nullify.block, BlockDigest{});
}

}  // namespace
}  // namespace vitalstream::consensus::testing
