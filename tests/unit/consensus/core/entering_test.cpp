// C1: a replica moves forward only, by a certified notarization, a nullification or a finalization.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::Script;

struct Entering : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }
  View view() const { return script.status().view; }
};

TEST_F(Entering, StartsInViewOne) { EXPECT_EQ(view(), View{1}); }

TEST_F(Entering, EntersTheNextViewOnACertifiedNotarization) {
  script.certify(script.anchor(), View{1});
  EXPECT_EQ(view(), View{2});
}

TEST_F(Entering, DoesNotEnterOnANotarizationThatItCannotCertify) {
  const Block block = script.chain.block(script.chain.anchor(), View{1});
  script.certificate(script.chain.notarize(block, View{1}, View{0}));
  EXPECT_EQ(view(), View{1}) << "the block is not held";
}

TEST_F(Entering, EntersTheNextViewOnANullification) {
  script.certificate(make_nullify(Epoch{1}, View{1}));
  EXPECT_EQ(view(), View{2});
}

TEST_F(Entering, AcceptsCertificatesOfAnyFutureView) {
  script.certificate(make_nullify(Epoch{1}, View{1'000'000}));
  EXPECT_EQ(view(), View{1'000'001});
}

TEST_F(Entering, EntersBeyondAFinalizationEvenWithoutItsBlock) {
  const Block block = script.chain.block(script.chain.anchor(), View{1});
  script.certificate(make_finalize(script.chain.notarize(block, View{50}, View{0})));
  EXPECT_EQ(view(), View{51});
}

TEST_F(Entering, NeverGoesBack) {
  script.certificate(make_nullify(Epoch{1}, View{9}));
  script.certificate(make_nullify(Epoch{1}, View{3}));
  EXPECT_EQ(view(), View{10});
}

}  // namespace
}  // namespace vitalstream::consensus
