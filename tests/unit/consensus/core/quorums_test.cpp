// C9, C13, C16: certificates that are formed here, and those that others have formed.
#include <gtest/gtest.h>

#include <algorithm>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::Script;

struct Quorums : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }
};

TEST_F(Quorums, BroadcastsTheNotarizationThatItForms) {
  const Block block = script.chain.block(script.chain.anchor(), View{1});
  script.chain.add(block);
  script.propose(block, View{1}, View{0});
  script.vote(script.chain.notarize(block, View{1}, View{0}), {1});
  ASSERT_EQ(script.broadcasts<Certificate>().size(), 1U) << "its own, the leader's and one more";
  EXPECT_TRUE(script.chain.verifier().verify_certificate(script.broadcasts<Certificate>()[0]));
  EXPECT_EQ(script.status().view, View{2});
}

TEST_F(Quorums, DoesNotBroadcastANotarizationThatItReceives) {
  script.certify(script.anchor(), View{1});
  EXPECT_TRUE(script.broadcasts<Certificate>().empty());
}

TEST_F(Quorums, BroadcastsTheNullificationThatItForms) {
  script.nullify(View{1}, {1, 2, 3});
  ASSERT_EQ(script.broadcasts<Certificate>().size(), 1U);
  EXPECT_EQ(script.broadcasts<Certificate>()[0].subject, make_nullify(Epoch{1}, View{1}));
  EXPECT_EQ(script.status().view, View{2});
  const ValidatorIndex leader = script.chain.set().leader(View{1});
  EXPECT_EQ(script.status().views.nullified[leader.value()], 1U) << "its leader is counted";
}

TEST_F(Quorums, RecordsACertificateThatItHolds) {
  script.certificate(make_nullify(Epoch{1}, View{1}));
  script.payload.hold(testing::a_batch(10, 1));
  script.give(PayloadChanged{});
  script.pass(seconds(1));
  const auto& journal = script.journal();
  EXPECT_TRUE(std::ranges::any_of(journal, [](const JournalRecord& record) {
    const auto* held = std::get_if<HeldCertificate>(&record);
    return held != nullptr && held->certificate.subject == make_nullify(Epoch{1}, View{1});
  }));
}

}  // namespace
}  // namespace vitalstream::consensus
