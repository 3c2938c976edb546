// C1: certificates of any view, checked only where they can help.
#include <gtest/gtest.h>

#include "consensus/core/limits.hpp"
#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::index;
using testing::Script;

struct OnCertificate : ::testing::Test {
  Script script;
  void SetUp() override {
    script.answers_itself = false;
    script.start();
    script.clear();
  }
  Certificate nullification(std::uint64_t view) const {
    return script.chain.certificate(make_nullify(Epoch{1}, View{view}), {1, 2, 3});
  }
  void arrive(const Certificate& certificate, std::uint16_t from = 1) {
    script.give(CertificateArrived{index(from), certificate});
  }
  std::size_t checks() const { return script.all<VerifyCertificate>().size(); }
};

TEST_F(OnCertificate, IsVerifiedBeforeItCounts) {
  arrive(nullification(1));
  EXPECT_EQ(checks(), 1U);
  EXPECT_EQ(script.status().view, View{1});
  script.give(CertificateVerified{index(1), script.chain.verified(nullification(1))});
  EXPECT_EQ(script.status().view, View{2});
}

TEST_F(OnCertificate, OnlyOneCopyIsVerifiedAtATime) {
  arrive(nullification(1), 1);
  arrive(nullification(1), 2);
  EXPECT_EQ(checks(), 1U);
}

TEST_F(OnCertificate, AnInvalidOneCostsItsSenderTheConnectionAndAnotherCopyIsTried) {
  arrive(nullification(1), 1);
  script.give(CertificateInvalid{index(1), nullification(1).subject});
  ASSERT_EQ(script.all<CutPeer>().size(), 1U);
  arrive(nullification(1), 2);
  EXPECT_EQ(checks(), 2U);
}

TEST_F(OnCertificate, ALiarsCopyDoesNotKeepAnHonestOneOut) {
  arrive(nullification(1), 1);
  arrive(nullification(1), 2);
  script.give(CertificateInvalid{index(1), nullification(1).subject});
  ASSERT_EQ(checks(), 2U);
  EXPECT_EQ(script.all<VerifyCertificate>()[1].from, index(2));
}

TEST_F(OnCertificate, ABadVoteUnderVerificationDoesNotKeepACertificateOut) {
  const Vote bad{make_nullify(Epoch{1}, View{1}), index(3), {}};
  script.vote(make_nullify(Epoch{1}, View{1}), {1, 2});
  script.give(VoteArrived{index(3), bad});
  arrive(nullification(1));
  EXPECT_EQ(checks(), 0U);
  script.give(VotesVerified{{}, {bad}});
  EXPECT_EQ(checks(), 1U);
}

TEST_F(OnCertificate, WhatIsHeldOrBelowTheFloorOrOfAnotherEpochIsNotVerified) {
  script.give(CertificateVerified{index(1), script.chain.verified(nullification(5))});
  arrive(nullification(5));
  arrive(script.chain.certificate(make_nullify(Epoch{2}, View{9}), {1, 2, 3}));
  arrive(nullification(0));
  EXPECT_EQ(checks(), 0U);
}

TEST_F(OnCertificate, IsNotNeededWhileItsVotesAreUnderVerification) {
  script.vote(make_nullify(Epoch{1}, View{1}), {1, 2, 3});
  arrive(nullification(1));
  EXPECT_EQ(checks(), 0U);
}

TEST_F(OnCertificate, OfEachSenderOnlySoManyAreVerifiedAtOnce) {
  for (std::uint64_t view = 1; view <= kCertificateChecksMax + 5; ++view) {
    arrive(nullification(view), 1);
  }
  EXPECT_EQ(checks(), kCertificateChecksMax);
  EXPECT_EQ(script.status().refused.certificates, 5U);
  arrive(nullification(kCertificateChecksMax + 6), 2);
  EXPECT_EQ(checks(), kCertificateChecksMax + 1) << "a flood takes nobody else's places";
  script.give(CertificateInvalid{index(1), nullification(1).subject});
  arrive(nullification(kCertificateChecksMax + 7), 1);
  EXPECT_EQ(checks(), kCertificateChecksMax + 2) << "an answer gives the place back";
}

TEST_F(OnCertificate, ACopyKeptOfOneSenderDoesNotKeepOutThatOfAnother) {
  for (std::uint64_t view = 1; view <= kCertificateChecksMax; ++view) {
    arrive(nullification(view), 3);
    arrive(nullification(view), 1);
  }
  const Certificate another = nullification(kCertificateChecksMax + 1);
  arrive(another, 2);
  arrive(another, 3);
  script.give(CertificateVerified{index(3), script.chain.verified(nullification(1))});
  script.give(CertificateInvalid{index(2), another.subject});
  EXPECT_EQ(script.all<VerifyCertificate>().back().certificate, another);
  EXPECT_EQ(script.all<VerifyCertificate>().back().from, index(3));
}

TEST_F(OnCertificate, OneThatWasReceivedIsNotSentOn) {
  script.give(CertificateVerified{index(1), script.chain.verified(nullification(1))});
  EXPECT_TRUE(script.broadcasts<Certificate>().empty());
}

}  // namespace
}  // namespace vitalstream::consensus
