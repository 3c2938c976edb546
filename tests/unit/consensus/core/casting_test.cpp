// C14: every vote, whatever its kind, is recorded before it is signed, once.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::Script;
using testing::ScriptOptions;

TEST(Casting, NoVoteIsSignedBeforeItsRecord) {
  Script script;
  script.start();
  auto at = script.certify(script.anchor(), View{1}, {a_batch(10, 1)});
  at = script.finalize(at, View{2}, {a_batch(20, 1)});
  script.payload.hold(a_batch(30, 1));
  script.give(PayloadChanged{});
  script.certificate(make_nullify(Epoch{1}, View{3}));
  script.pass(seconds(1));
  std::set<VoteSubject> recorded;
  std::size_t votes = 0;
  for (const CoreEffect& effect : script.effects) {
    if (const auto* persist = std::get_if<Persist>(&effect)) {
      for (const JournalRecord& record : persist->records) {
        if (const auto* vote = std::get_if<CastVote>(&record)) {
          recorded.insert(vote->subject);
        }
      }
    } else if (const auto* sign = std::get_if<SignVote>(&effect)) {
      EXPECT_TRUE(recorded.contains(sign->subject));
      ++votes;
    }
  }
  EXPECT_GE(votes, 5U);
}

TEST(Casting, OneStepMakesAtMostOneRecord) {
  Script script;
  script.start();
  script.payload.hold(a_batch(10, 1));
  script.certify(script.anchor(), View{1});
  script.answers_itself = false;
  script.clear();
  const Block block = script.chain.block(script.chain.anchor(), View{2});
  static_cast<void>(block);
  script.give(CertificateVerified{
      ValidatorIndex{1},
      script.chain.verified(script.chain.certificate(make_nullify(Epoch{1}, View{2}), {1, 2, 3}))});
  ASSERT_EQ(script.all<Persist>().size(), 1U);
  EXPECT_TRUE(std::holds_alternative<Persist>(script.effects.front()));
  EXPECT_EQ(script.all<SignVote>().size(), 1U) << "its own proposal in view 3";
}

// M3.
TEST(Casting, AnObserverFollowsWithoutAWord) {
  ScriptOptions options;
  options.own.reset();
  Script script(options);
  script.start();
  script.finalize(script.anchor(), View{1}, {a_batch(10, 1)});
  script.pass(seconds(30));
  EXPECT_EQ(script.all<Deliver>().size(), 1U);
  EXPECT_TRUE(script.all<SignVote>().empty());
  EXPECT_TRUE(script.all<Broadcast>().empty());
}

TEST(Casting, ALoneValidatorAgreesWithItself) {
  ScriptOptions options;
  options.validators = 1;
  Script script(options);
  script.start();
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  EXPECT_EQ(script.all<Deliver>().size(), 1U);
}

}  // namespace
}  // namespace vitalstream::consensus
