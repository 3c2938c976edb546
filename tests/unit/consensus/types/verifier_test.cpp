#include "consensus/types/verifier.hpp"

#include <gtest/gtest.h>

#include "commitment_samples.hpp"
#include "samples.hpp"

namespace vitalstream::consensus::testing {
namespace {

class VerifierTest : public ::testing::Test {
 protected:
  Vote vote_by(std::uint16_t signer, const VoteSubject& subject) const {
    const crypto::PublicKey& key = set_.at(ValidatorIndex{signer}).key;
    return {subject, ValidatorIndex{signer}, sign(key, signing_bytes(sample_genesis(), subject))};
  }

  Certificate certificate_by(const std::vector<std::uint16_t>& signers) const {
    Certificate certificate{sample_notarize(), {}};
    for (const std::uint16_t signer : signers) {
      const Vote vote = vote_by(signer, sample_notarize());
      certificate.signatures.push_back({vote.signer, vote.signature});
    }
    return certificate;
  }

  // The leader of view 9 proposes the sample block.
  Proposal proposal() const {
    const Block block = sample_block();
    const VoteSubject subject =
        make_notarize(Epoch{1}, View{9}, View{8}, block_digest(sample_genesis(), block.header));
    return {block, vote_by(set_.leader(View{9}).value(), subject)};
  }

  SignedBatchHeader batch_header() const {
    SignedBatchHeader header = sample_batch_header();
    sign_lane_key(header);
    sign_header(header);
    return header;
  }
  void sign_lane_key(SignedBatchHeader& header) const {
    const auto owner = set_.index_of(ValidatorId{20});
    header.lane_key.signature =
        sign(set_.at(*owner).key, lane_key_signing_bytes(sample_genesis(), header.lane_key));
  }
  static void sign_header(SignedBatchHeader& header) {
    header.signature =
        sign(header.lane_key.key, batch_signing_bytes(sample_genesis(), header.header));
  }

  VerifyError refusal(const Certificate& certificate) const {
    return verifier_.verify_certificate(certificate).error();
  }
  VerifyError refusal(const Proposal& proposal) const {
    return verifier_.verify_proposal(proposal).error();
  }
  VerifyError refusal(const SignedBatchHeader& header) const {
    return verifier_.verify_batch_header(header).error();
  }

  GenesisHash genesis_ = sample_genesis();
  ValidatorSet set_ = sample_set(4);
  mutable SampleChecker checker_;
  Verifier verifier_{genesis_, set_, checker_};
};

TEST_F(VerifierTest, AVoteOfAValidatorIsVerified) {
  const Vote vote = vote_by(2, sample_notarize());
  EXPECT_EQ(**verifier_.verify_vote(vote), vote);
}

TEST_F(VerifierTest, AVoteIsRefusedForItsEpochSignerAndSignature) {
  Vote vote = vote_by(2, make_nullify(Epoch{2}, View{9}));
  EXPECT_EQ(verifier_.verify_vote(vote).error(), VerifyError::WrongEpoch);
  vote = vote_by(2, sample_notarize());
  vote.signer = ValidatorIndex{4};
  EXPECT_EQ(verifier_.verify_vote(vote).error(), VerifyError::UnknownSigner);
  vote.signer = ValidatorIndex{1};
  EXPECT_EQ(verifier_.verify_vote(vote).error(), VerifyError::BadSignature);
}

TEST_F(VerifierTest, ASignatureForOneKindIsNoneForAnother) {
  Vote vote = vote_by(2, sample_notarize());
  vote.subject = make_finalize(vote.subject);
  EXPECT_EQ(verifier_.verify_vote(vote).error(), VerifyError::BadSignature);
}

TEST_F(VerifierTest, ManyVotesGetAnAnswerEachInTheirOrder) {
  std::vector<Vote> votes{vote_by(0, sample_notarize()), vote_by(1, sample_notarize()),
                          vote_by(2, make_nullify(Epoch{2}, View{9})),
                          vote_by(3, sample_notarize())};
  votes[1].signature.back() ^= 1;
  const auto answers = verifier_.verify_votes(votes);
  ASSERT_EQ(answers.size(), 4U);
  EXPECT_TRUE(answers[0].has_value());
  EXPECT_EQ(answers[1].error(), VerifyError::BadSignature);
  EXPECT_EQ(answers[2].error(), VerifyError::WrongEpoch);
  EXPECT_TRUE(answers[3].has_value());
}

TEST_F(VerifierTest, AQuorumMakesACertificate) {
  EXPECT_TRUE(verifier_.verify_certificate(certificate_by({0, 1, 3})).has_value());
  EXPECT_TRUE(verifier_.verify_certificate(certificate_by({0, 1, 2, 3})).has_value());
}

TEST_F(VerifierTest, OneVoteLessThanAQuorumMakesNone) {
  EXPECT_EQ(refusal(certificate_by({0, 3})), VerifyError::NotAQuorum);
  EXPECT_EQ(refusal(certificate_by({})), VerifyError::NotAQuorum);
}

TEST_F(VerifierTest, ASignerCountsOnce) {
  EXPECT_EQ(refusal(certificate_by({0, 1, 1})), VerifyError::SignersNotAscending);
  EXPECT_EQ(refusal(certificate_by({1, 0, 2})), VerifyError::SignersNotAscending);
}

TEST_F(VerifierTest, OneBadSignatureSpoilsACertificate) {
  Certificate certificate = certificate_by({0, 1, 2, 3});
  certificate.signatures[3].signature.back() ^= 1;
  EXPECT_EQ(refusal(certificate), VerifyError::BadSignature);
}

TEST_F(VerifierTest, ACertificateIsRefusedForItsEpochAndSigners) {
  Certificate certificate = certificate_by({0, 1, 2});
  certificate.signatures[2].signer = ValidatorIndex{4};
  EXPECT_EQ(refusal(certificate), VerifyError::UnknownSigner);
  certificate.subject.epoch = Epoch{2};
  EXPECT_EQ(refusal(certificate), VerifyError::WrongEpoch);
}

TEST_F(VerifierTest, AProposalIsItsLeadersBlockWithItsVote) {
  EXPECT_EQ(**verifier_.verify_proposal(proposal()), proposal());
}

TEST_F(VerifierTest, OnlyTheLeaderProposes) {
  Proposal other = proposal();
  const auto leader = set_.leader(View{9}).value();
  other.vote = vote_by(static_cast<std::uint16_t>((leader + 1) % 4), other.vote.subject);
  EXPECT_EQ(refusal(other), VerifyError::WrongLeader);
  other.vote = vote_by(leader, make_finalize(other.vote.subject));
  EXPECT_EQ(refusal(other), VerifyError::WrongLeader);
}

TEST_F(VerifierTest, AProposalsVoteIsForExactlyItsBlock) {
  Proposal other = proposal();
  other.block.header.log_size += 1;
  EXPECT_EQ(refusal(other), VerifyError::DigestMismatch);
  other = proposal();
  other.block.references.pop_back();
  EXPECT_EQ(refusal(other), VerifyError::DigestMismatch);
}

TEST_F(VerifierTest, AProposalIsRefusedForItsEpochSignerAndSignature) {
  Proposal other = proposal();
  other.vote.signature.back() ^= 1;
  EXPECT_EQ(refusal(other), VerifyError::BadSignature);
  other.vote.signer = ValidatorIndex{9};
  EXPECT_EQ(refusal(other), VerifyError::UnknownSigner);
  other.vote.subject.epoch = Epoch{2};
  EXPECT_EQ(refusal(other), VerifyError::WrongEpoch);
}

TEST_F(VerifierTest, ABatchHeaderIsSignedByItsLaneKeyAndThatByItsOwner) {
  EXPECT_EQ(**verifier_.verify_batch_header(batch_header()), batch_header());
}

TEST_F(VerifierTest, ABatchOfAStrangersLaneIsRefused) {
  SignedBatchHeader header = batch_header();
  header.header.lane = ValidatorId{21};
  EXPECT_EQ(refusal(header), VerifyError::UnknownSigner);
}

TEST_F(VerifierTest, ALaneKeyOfAnotherLaneOrIncarnationIsRefused) {
  SignedBatchHeader header = batch_header();
  header.lane_key.lane = ValidatorId{10};
  EXPECT_EQ(refusal(header), VerifyError::WrongLaneKey);
  header = batch_header();
  header.lane_key.incarnation = Incarnation{3};
  EXPECT_EQ(refusal(header), VerifyError::WrongLaneKey);
  header = batch_header();
  header.lane_key.key.algorithm = crypto::SignatureAlgorithm::EcdsaP256Sha256;
  EXPECT_EQ(refusal(header), VerifyError::WrongLaneKey);
}

TEST_F(VerifierTest, AForgedLaneKeyOrHeaderIsRefused) {
  SignedBatchHeader header = batch_header();
  header.lane_key.key = sample_key(0x70);
  sign_header(header);
  EXPECT_EQ(refusal(header), VerifyError::BadSignature);
  header = batch_header();
  header.header.items += 1;
  EXPECT_EQ(refusal(header), VerifyError::BadSignature);
}

class StatementVerifierTest : public VerifierTest {
 protected:
  // Of a process of the second validator, whose id is 20.
  template <class Statement>
  Statement signed_by_process(Statement statement) {
    statement.process.signature = sign(set_.at(ValidatorIndex{1}).key,
                                       lane_key_signing_bytes(sample_genesis(), statement.process));
    return statement;
  }
  Question question() {
    Question question = signed_by_process(sample_question());
    question.signature =
        sign(question.process.key, question_signing_bytes(sample_genesis(), question));
    return question;
  }
  Answer answer() {
    Answer answer = signed_by_process(sample_answer());
    for (Vote& vote : answer.shown) {
      vote = signed_vote(vote.subject, answer.asker);
    }
    answer.signature = sign(answer.process.key, answer_signing_bytes(sample_genesis(), answer));
    return answer;
  }
  Vote signed_vote(const VoteSubject& subject, ValidatorIndex signer) {
    return {subject, signer, sign(set_.at(signer).key, signing_bytes(sample_genesis(), subject))};
  }
  Answer signed_again(Answer answer) {
    answer.signature = sign(answer.process.key, answer_signing_bytes(sample_genesis(), answer));
    return answer;
  }
};

TEST_F(StatementVerifierTest, AStatementIsSignedByItsProcessAndThatByItsValidator) {
  EXPECT_EQ(**verifier_.verify_question(question()), question());
  EXPECT_EQ(**verifier_.verify_answer(answer()), answer());
  Over over = signed_by_process(sample_over());
  over.signature = sign(over.process.key, over_signing_bytes(sample_genesis(), over));
  EXPECT_EQ(**verifier_.verify_over(over), over);
  over.process.incarnation = Incarnation{99};
  EXPECT_EQ(verifier_.verify_over(over).error(), VerifyError::BadSignature);
}

TEST_F(StatementVerifierTest, AForgedStatementIsRefused) {
  Question other = question();
  other.number += 1;
  EXPECT_EQ(verifier_.verify_question(other).error(), VerifyError::BadSignature);
  other = question();
  other.process.lane = ValidatorId{21};
  EXPECT_EQ(verifier_.verify_question(other).error(), VerifyError::UnknownSigner);
  other = question();
  other.epoch = Epoch{2};
  EXPECT_EQ(verifier_.verify_question(other).error(), VerifyError::WrongEpoch);
  other = question();
  other.process.key.algorithm = crypto::SignatureAlgorithm::EcdsaP256Sha256;
  EXPECT_EQ(verifier_.verify_question(other).error(), VerifyError::WrongLaneKey);
  Answer more = answer();
  more.commits = !more.commits;
  EXPECT_EQ(verifier_.verify_answer(more).error(), VerifyError::BadSignature);
}

TEST_F(StatementVerifierTest, WhatIsShownIsOfTheAskerOfOneViewAndValid) {
  Answer other = answer();
  other.shown[0].signature.back() ^= 1;
  EXPECT_EQ(verifier_.verify_answer(other).error(), VerifyError::BadSignature);
  other = answer();
  other.shown[0] = signed_vote(other.shown[0].subject, ValidatorIndex{3});
  EXPECT_EQ(verifier_.verify_answer(signed_again(other)).error(), VerifyError::WrongVotes);
  other = answer();
  other.shown.push_back(signed_vote(make_nullify(Epoch{1}, View{1}), other.asker));
  EXPECT_EQ(verifier_.verify_answer(signed_again(other)).error(), VerifyError::WrongVotes);
}

}  // namespace
}  // namespace vitalstream::consensus::testing
