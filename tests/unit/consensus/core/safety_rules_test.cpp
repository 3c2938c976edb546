// C6, C9, C11: may I vote?
#include "consensus/core/safety_rules.hpp"

#include <gtest/gtest.h>

namespace vitalstream::consensus {
namespace {

const VoteSubject kNotarize = make_notarize(Epoch{1}, View{5}, View{4}, BlockDigest{});
const VoteSubject kNullify = make_nullify(Epoch{1}, View{5});
const VoteSubject kFinalize = make_finalize(kNotarize);

TEST(SafetyRules, NotarizesOnceAndOnlyInTheCurrentView) {
  EXPECT_TRUE(may_notarize({}, View{5}, View{5}));
  EXPECT_FALSE(may_notarize({}, View{5}, View{6}));
  EXPECT_FALSE(may_notarize({}, View{6}, View{5}));
  EXPECT_FALSE(may_notarize({kNotarize, {}, {}}, View{5}, View{5}));
}

TEST(SafetyRules, NeverNotarizesAfterTheOwnNullify) {
  EXPECT_FALSE(may_notarize({{}, kNullify, {}}, View{5}, View{5}));
}

TEST(SafetyRules, NullifiesOnceAndNeverAfterTheOwnFinalize) {
  EXPECT_TRUE(may_nullify({kNotarize, {}, {}}));
  EXPECT_FALSE(may_nullify({{}, kNullify, {}}));
  EXPECT_FALSE(may_nullify({{}, {}, kFinalize}));
}

TEST(SafetyRules, FinalizesOnceAndNeverAfterTheOwnNullify) {
  EXPECT_TRUE(may_finalize({kNotarize, {}, {}}, false));
  EXPECT_FALSE(may_finalize({kNotarize, kNullify, {}}, false));
  EXPECT_FALSE(may_finalize({kNotarize, {}, kFinalize}, false));
}

TEST(SafetyRules, NeverFinalizesTheBlockOfAnEquivocatingLeader) {
  EXPECT_FALSE(may_finalize({kNotarize, {}, {}}, true));
}

TEST(SafetyRules, ANewRecordCoversOnlyViewsAboveItsMargin) {
  const SigningRight right{true, View{7}};
  EXPECT_FALSE(right.covers(View{7}));
  EXPECT_TRUE(right.covers(View{8}));
  EXPECT_FALSE((SigningRight{false, View{0}}.covers(View{8})));
}

}  // namespace
}  // namespace vitalstream::consensus
