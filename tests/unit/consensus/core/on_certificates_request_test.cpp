// C17: certificates by which views were left.
#include <gtest/gtest.h>

#include "consensus/core/limits.hpp"
#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::index;
using testing::Script;

struct OnCertificatesRequest : ::testing::Test {
  Script script;

  void SetUp() override {
    script.start();
    const auto one = script.finalize(script.anchor(), View{1});
    for (std::uint64_t view = 2; view <= 200; ++view) {
      script.certificate(make_nullify(Epoch{1}, View{view}));
    }
    static_cast<void>(one);
    script.clear();
  }
  std::vector<Certificate> ask(std::uint64_t first, std::uint64_t last, std::uint64_t epoch = 1) {
    script.clear();
    script.give(CertificatesRequested{index(3),
                                      CertificatesRequest{Epoch{epoch}, View{first}, View{last}}});
    return script.sent<Certificate>();
  }
};

TEST_F(OnCertificatesRequest, AnswersWithTheNullificationsOfTheRange) {
  const auto answers = ask(5, 7);
  ASSERT_EQ(answers.size(), 3U);
  for (const Certificate& answer : answers) {
    EXPECT_EQ(answer.subject.kind, VoteKind::Nullify);
  }
}

TEST_F(OnCertificatesRequest, AnswersWithTheFinalizationForWhatLiesBelowTheFloor) {
  const auto answers = ask(1, 1);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].subject.kind, VoteKind::Finalize);
}

TEST_F(OnCertificatesRequest, AnswersABoundedNumberTheNewestFirst) {
  const auto answers = ask(2, 1'000'000);
  EXPECT_EQ(answers.size(), kCertificatesPerAnswerMax);
  EXPECT_EQ(answers.front().subject.view, View{200});
}

// A question of thirty bytes may have an answer of a megabyte.
TEST_F(OnCertificatesRequest, OneWhoAsksWithoutEndGetsABoundedNumberPerRetry) {
  const auto flood = [&] {
    std::size_t answers = 0;
    for (int question = 0; question < 50; ++question) {
      answers += ask(2, 200).size();
    }
    return answers;
  };
  EXPECT_EQ(flood(), kCertificatesPerRetryMax);
  script.clear();
  script.give(CertificatesRequested{index(2), CertificatesRequest{Epoch{1}, View{5}, View{7}}});
  EXPECT_EQ(script.sent<Certificate>().size(), 3U) << "to another it costs nothing";
  script.pass(Parameters{}.retry);
  EXPECT_EQ(flood(), kCertificatesPerRetryMax);
}

TEST_F(OnCertificatesRequest, RefusesAnInvertedRangeAndAnotherEpoch) {
  EXPECT_TRUE(ask(7, 5).empty());
  EXPECT_TRUE(ask(5, 7, 2).empty());
}

}  // namespace
}  // namespace vitalstream::consensus
