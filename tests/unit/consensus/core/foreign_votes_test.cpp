// C14: what the record does not hold was cast by another process with the same key.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::Script;
using testing::ScriptOptions;

TEST(ForeignVotes, AVerifiedOwnVoteThatTheRecordDoesNotHoldHalts) {
  for (const VoteSubject& subject :
       {make_nullify(Epoch{1}, View{1}),
        make_notarize(Epoch{1}, View{4}, View{0}, testing::sample_digest<BlockDigest>(1)),
        make_finalize(
            make_notarize(Epoch{1}, View{2}, View{0}, testing::sample_digest<BlockDigest>(2)))}) {
    Script script;
    script.start();
    script.give(
        CertificateArrived{ValidatorIndex{1}, script.chain.certificate(subject, {0, 1, 2})});
    ASSERT_EQ(script.all<Halt>().size(), 1U);
    EXPECT_NE(script.all<Halt>()[0].reason.find("same key"), std::string::npos);
    script.clear();
    script.payload.hold(a_batch(10, 1));
    script.give(PayloadChanged{});
    script.pass(seconds(1));
    EXPECT_TRUE(script.all<SignVote>().empty());
  }
}

TEST(ForeignVotes, AnOtherBlockThanTheOwnVoteNamesHaltsToo) {
  Script script;
  script.start();
  const Block block = script.chain.block(script.chain.anchor(), View{1});
  script.propose(block, View{1}, View{0});
  ASSERT_TRUE(script.said(VoteKind::Notarize, View{1}));
  Block other = block;
  other.header.timestamp = next(block.header.timestamp);
  script.give(CertificateArrived{
      ValidatorIndex{1},
      script.chain.certificate(script.chain.notarize(other, View{1}, View{0}), {0, 1, 2})});
  EXPECT_EQ(script.all<Halt>().size(), 1U);
}

TEST(ForeignVotes, AProposalThatIsOnlySignedWithTheOwnKeyHalts) {
  Script script;
  script.start();
  script.propose(script.chain.block(script.chain.anchor(), View{3}), View{3}, View{0});
  EXPECT_EQ(script.all<Halt>().size(), 1U);
}

// Nobody honest votes but for what the leader has signed.
TEST(ForeignVotes, ABlockThatItNeverProposedInAViewThatItLeadsHalts) {
  for (const bool is_final : {false, true}) {
    Script script;
    script.start();
    const Block block = script.chain.block(script.chain.anchor(), View{3});
    const VoteSubject notarize = script.chain.notarize(block, View{3}, View{0});
    script.certificate(is_final ? make_finalize(notarize) : notarize);
    ASSERT_EQ(script.all<Halt>().size(), 1U);
  }
}

TEST(ForeignVotes, AViewThatItLeadsAndThatTheOthersGiveUpIsNoSurprise) {
  Script script;
  script.start();
  script.certificate(make_nullify(Epoch{1}, View{3}));
  EXPECT_TRUE(script.all<Halt>().empty());
}

TEST(ForeignVotes, TheOwnVotesInCertificatesOfOthersAreNoSurprise) {
  Script script;
  script.start();
  const Block block = script.chain.block(script.chain.anchor(), View{1});
  script.chain.add(block);
  script.propose(block, View{1}, View{0});
  const VoteSubject notarize = script.chain.notarize(block, View{1}, View{0});
  script.give(CertificateArrived{ValidatorIndex{1}, script.chain.certificate(notarize, {0, 1, 2})});
  script.give(CertificateArrived{ValidatorIndex{1},
                                 script.chain.certificate(make_finalize(notarize), {0, 1, 2})});
  EXPECT_TRUE(script.all<Halt>().empty());
  EXPECT_EQ(script.status().final_view, View{1});
}

// C15: they may be of the record that was lost.
TEST(ForeignVotes, OwnVotesInTheViewsThatANewRecordLeavesOutAreNoSurprise) {
  ScriptOptions options;
  options.journal = {NewRecord{Epoch{1}, std::nullopt}, NewRecord{Epoch{1}, View{5}}};
  Script script(options);
  script.start();
  const Certificate below = script.chain.certificate(make_nullify(Epoch{1}, View{5}), {0, 1, 2});
  script.give(CertificateArrived{ValidatorIndex{1}, below});
  EXPECT_TRUE(script.all<Halt>().empty());
  const Certificate above = script.chain.certificate(make_nullify(Epoch{1}, View{6}), {0, 1, 2});
  script.give(CertificateArrived{ValidatorIndex{1}, above});
  EXPECT_EQ(script.all<Halt>().size(), 1U);
}

}  // namespace
}  // namespace vitalstream::consensus
