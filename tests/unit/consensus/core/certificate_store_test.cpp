#include "consensus/core/certificate_store.hpp"

#include <gtest/gtest.h>

#include "a_chain.hpp"

namespace vitalstream::consensus {
namespace {

using testing::AChain;
using testing::sample_digest;

struct Store : ::testing::Test {
  AChain chain;
  CertificateStore store{ChainPoint{View{0}, chain.anchor()}};

  void notarize(View view, View parent, std::uint8_t block) {
    store.add_notarization(chain.certificate(
        make_notarize(Epoch{1}, view, parent, sample_digest<BlockDigest>(block))));
  }
  void nullify(View view) {
    store.add_nullification(chain.certificate(make_nullify(Epoch{1}, view)));
  }
};

TEST_F(Store, TheParentIsTheHighestCertifiedViewWithNullificationsUpToTheOwn) {
  notarize(View{1}, View{0}, 1);
  store.mark_certified(View{1});
  nullify(View{2});
  const auto parent = store.parent_for(View{3});
  ASSERT_TRUE(std::holds_alternative<ChainPoint>(parent));
  EXPECT_EQ(std::get<ChainPoint>(parent), (ChainPoint{View{1}, sample_digest<BlockDigest>(1)}));
}

TEST_F(Store, TheParentMayBeTheFinalBlockItself) {
  nullify(View{1});
  EXPECT_EQ(std::get<ChainPoint>(store.parent_for(View{2})), store.final_point());
}

TEST_F(Store, AMissingNullificationIsNamedInsteadOfAParent) {
  nullify(View{1});
  nullify(View{3});
  EXPECT_EQ(std::get<View>(store.parent_for(View{4})), View{2});
  EXPECT_EQ(store.gap_between(View{0}, View{4}), View{2});
  EXPECT_EQ(store.gap_between(View{2}, View{4}), std::nullopt);
}

TEST_F(Store, ANotarizedViewIsNoParentBeforeItIsCertified) {
  notarize(View{1}, View{0}, 1);
  EXPECT_EQ(std::get<View>(store.parent_for(View{2})), View{1});
  EXPECT_EQ(store.uncertified(), std::vector{View{1}});
  store.mark_certified(View{1});
  EXPECT_TRUE(store.uncertified().empty());
  EXPECT_EQ(store.tip().view, View{1});
}

TEST_F(Store, ARejectedViewIsNeverCertified) {
  notarize(View{1}, View{0}, 1);
  store.reject(View{1});
  EXPECT_TRUE(store.uncertified().empty());
  EXPECT_FALSE(store.point(View{1}));
  EXPECT_DEATH(store.mark_certified(View{1}), "invariant");
}

TEST_F(Store, AFinalizationForgetsEverythingUpToIt) {
  notarize(View{1}, View{0}, 1);
  store.mark_certified(View{1});
  nullify(View{2});
  nullify(View{4});
  const auto subject = make_notarize(Epoch{1}, View{3}, View{1}, sample_digest<BlockDigest>(3));
  store.raise_floor(chain.certificate(make_finalize(subject)));
  EXPECT_EQ(store.final_point(), (ChainPoint{View{3}, sample_digest<BlockDigest>(3)}));
  EXPECT_EQ(store.notarization(View{1}), nullptr);
  EXPECT_EQ(store.nullification(View{2}), nullptr);
  EXPECT_NE(store.nullification(View{4}), nullptr);
  EXPECT_EQ(store.tip().view, View{3});
}

TEST_F(Store, OnlyWhatIsNotHeldAboveTheFloorIsNews) {
  nullify(View{1});
  EXPECT_FALSE(store.is_news(make_nullify(Epoch{1}, View{1})));
  EXPECT_TRUE(store.is_news(make_nullify(Epoch{1}, View{2})));
  EXPECT_FALSE(store.is_news(make_nullify(Epoch{1}, View{0})));
  EXPECT_TRUE(store.is_news(make_notarize(Epoch{1}, View{1}, View{0}, BlockDigest{})));
}

TEST_F(Store, TheExitsOfAViewLeadWithTheNotarization) {
  notarize(View{1}, View{0}, 1);
  nullify(View{1});
  const auto exits = store.exits(View{1});
  ASSERT_EQ(exits.size(), 2U);
  EXPECT_EQ(exits[0].subject.kind, VoteKind::Notarize);
  EXPECT_EQ(exits[1].subject.kind, VoteKind::Nullify);
  EXPECT_TRUE(store.exits(View{0}).empty()) << "genesis has no finalization";
}

}  // namespace
}  // namespace vitalstream::consensus
