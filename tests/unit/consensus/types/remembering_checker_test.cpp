// What was found valid once is not checked again, and nothing else passes because of it. Votes by
// delegation are the case that matters: each brings its delegation along.
#include "consensus/types/remembering_checker.hpp"

#include <gtest/gtest.h>

#include "consensus/types/delegation.hpp"
#include "consensus/types/limits.hpp"
#include "samples.hpp"

namespace vitalstream::consensus::testing {
namespace {

class CountingChecker : public SignatureChecker {
 public:
  std::vector<bool> check(std::span<const Item> items) override {
    calls_ += 1;
    checked_ += items.size();
    return rule_.check(items);
  }
  [[nodiscard]] std::size_t calls() const { return calls_; }
  [[nodiscard]] std::size_t checked() const { return checked_; }

 private:
  SampleChecker rule_;
  std::size_t calls_ = 0;
  std::size_t checked_ = 0;
};

Vote direct(const ValidatorSet& set, std::uint16_t signer, std::uint64_t view) {
  const VoteSubject subject = make_nullify(set.epoch(), View{view});
  return {subject, ValidatorIndex{signer},
          sign(set.at(ValidatorIndex{signer}).key, signing_bytes(sample_genesis(), subject))};
}

// By a key in memory that this validator has delegated views 5 to 2,000 of the set's epoch to.
Vote delegated(const ValidatorSet& set, std::uint16_t signer, std::uint64_t view) {
  const Validator& validator = set.at(ValidatorIndex{signer});
  Delegation made{View{5}, View{2'000}, sample_key(static_cast<std::uint8_t>(0x70 + signer)), {}};
  made.signature = sign(
      validator.key, delegation_signing_bytes(sample_genesis(), validator.id, set.epoch(), made));
  const VoteSubject subject = make_nullify(set.epoch(), View{view});
  return {subject, ValidatorIndex{signer},
          join({made, sign(made.key, signing_bytes(sample_genesis(), subject))})};
}

class RememberingCheckerTest : public ::testing::Test {
 protected:
  // Signatures checked for this vote; each that is refused is so for its signature.
  std::size_t checked_for(const Vote& vote) {
    const std::size_t before = counting_.checked();
    const auto answer = verifier_.verify_vote(vote);
    EXPECT_TRUE(answer || answer.error() == VerifyError::BadSignature);
    return counting_.checked() - before;
  }
  [[nodiscard]] VerifyError refusal(const Vote& vote) const {
    return verifier_.verify_vote(vote).error();
  }

  GenesisHash genesis_ = sample_genesis();
  ValidatorSet set_ = sample_set(4);
  CountingChecker counting_;
  RememberingChecker checker_{counting_, kRememberedSignaturesMax};
  Verifier verifier_{genesis_, set_, checker_};
};

TEST_F(RememberingCheckerTest, ADelegationIsCheckedWithItsFirstVoteOnly) {
  EXPECT_EQ(checked_for(delegated(set_, 2, 9)), 2U);
  for (std::uint64_t view = 10; view < 1'000; ++view) {
    EXPECT_EQ(checked_for(delegated(set_, 2, view)), 1U);
  }
  EXPECT_EQ(checked_for(delegated(set_, 1, 9)), 2U) << "of another validator";
}

TEST_F(RememberingCheckerTest, VotesThatCameAloneAreKnownInTheirCertificate) {
  Certificate certificate{make_nullify(Epoch{1}, View{9}), {}};
  for (const Vote& vote : {direct(set_, 0, 9), delegated(set_, 1, 9), delegated(set_, 2, 9)}) {
    ASSERT_TRUE(verifier_.verify_vote(vote).has_value());
    certificate.signatures.push_back({vote.signer, vote.signature});
  }
  const std::size_t calls = counting_.calls();
  EXPECT_TRUE(verifier_.verify_certificate(certificate).has_value());
  EXPECT_EQ(counting_.calls(), calls);
  certificate.signatures[1].signature.back() ^= 1;
  EXPECT_EQ(verifier_.verify_certificate(certificate).error(), VerifyError::BadSignature);
}

TEST_F(RememberingCheckerTest, AKnownDelegationWithAnyBitFlippedIsRefused) {
  const Vote known = delegated(set_, 2, 9);
  ASSERT_TRUE(verifier_.verify_vote(known).has_value());
  for (std::size_t bit = 0; bit < 8 * known.signature.size(); ++bit) {
    Vote flipped = known;
    flipped.signature[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(verifier_.verify_vote(flipped).has_value()) << bit;
  }
  EXPECT_TRUE(verifier_.verify_vote(known).has_value());
}

TEST_F(RememberingCheckerTest, AKnownDelegationIsRefusedOutsideItsViews) {
  for (const std::uint64_t view : {5U, 2'000U}) {
    EXPECT_TRUE(verifier_.verify_vote(delegated(set_, 2, view)).has_value());
  }
  const std::size_t calls = counting_.calls();
  for (const std::uint64_t view : {4U, 2'001U}) {
    EXPECT_EQ(refusal(delegated(set_, 2, view)), VerifyError::OutsideDelegation);
  }
  EXPECT_EQ(counting_.calls(), calls);
}

TEST_F(RememberingCheckerTest, AKnownDelegationIsNoneOfAnotherValidatorEvenWithTheSameKey) {
  std::vector<Validator> validators;
  for (std::uint16_t i = 0; i < 4; ++i) {
    validators.push_back(set_.at(ValidatorIndex{i}));
    validators.back().key = sample_key(0x01);
  }
  const ValidatorSet same_keys(Epoch{1}, std::move(validators));
  const Verifier verifier(genesis_, same_keys, checker_);
  Vote vote = delegated(same_keys, 2, 9);
  ASSERT_TRUE(verifier.verify_vote(vote).has_value());
  vote.signer = ValidatorIndex{1};
  EXPECT_EQ(verifier.verify_vote(vote).error(), VerifyError::BadSignature);
}

TEST_F(RememberingCheckerTest, AKnownDelegationIsNoneOfAnotherEpochOrNetwork) {
  const Vote known = delegated(set_, 2, 9);
  ASSERT_TRUE(verifier_.verify_vote(known).has_value());
  const auto parts = take_apart(known.signature, crypto::SignatureAlgorithm::Ed25519);
  ASSERT_TRUE(parts.has_value());
  const auto vote_in = [&](Epoch epoch, const GenesisHash& genesis) {
    const VoteSubject subject = make_nullify(epoch, View{9});
    DelegatedSignature signature = *parts;
    signature.signature = sign(signature.delegation.key, signing_bytes(genesis, subject));
    return Vote{subject, known.signer, join(signature)};
  };
  const ValidatorSet next_set = sample_set(4, Epoch{2});
  EXPECT_EQ(Verifier(genesis_, next_set, checker_).verify_vote(vote_in(Epoch{2}, genesis_)).error(),
            VerifyError::BadSignature);
  const auto elsewhere = sample_digest<GenesisHash>(0x98);
  EXPECT_EQ(Verifier(elsewhere, set_, checker_).verify_vote(vote_in(Epoch{1}, elsewhere)).error(),
            VerifyError::BadSignature);
}

TEST_F(RememberingCheckerTest, WhatIsInvalidIsCheckedAndRefusedEachTime) {
  Vote wrong = direct(set_, 1, 9);
  wrong.signature.back() ^= 1;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(checked_for(wrong), 1U);
    EXPECT_EQ(refusal(wrong), VerifyError::BadSignature);
  }
  EXPECT_EQ(checker_.size(), 0U);
}

TEST_F(RememberingCheckerTest, AnswersInOrderWhetherItRemembersOrNot) {
  std::vector<Vote> votes{direct(set_, 0, 9), delegated(set_, 1, 9), direct(set_, 2, 9)};
  votes[0].signature.back() ^= 1;
  votes.push_back(votes[0]);
  for (int i = 0; i < 2; ++i) {
    const auto answers = verifier_.verify_votes(votes);
    ASSERT_EQ(answers.size(), 4U);
    EXPECT_FALSE(answers[0].has_value());
    EXPECT_TRUE(answers[1].has_value());
    EXPECT_TRUE(answers[2].has_value());
    EXPECT_FALSE(answers[3].has_value());
  }
}

TEST_F(RememberingCheckerTest, RemembersNoMoreThanItsLimitAndForgetsTheUnusedFirst) {
  constexpr std::size_t kMax = 16;
  RememberingChecker small(counting_, kMax);
  const Verifier verifier(genesis_, set_, small);
  const auto checks_for = [&](const Vote& vote) {
    const std::size_t before = counting_.checked();
    EXPECT_TRUE(verifier.verify_vote(vote).has_value());
    return counting_.checked() - before;
  };
  EXPECT_EQ(checks_for(delegated(set_, 1, 9)), 2U);
  EXPECT_EQ(checks_for(delegated(set_, 2, 9)), 2U);
  for (std::uint64_t view = 10; view < 200; ++view) {
    EXPECT_EQ(checks_for(delegated(set_, 2, view)), 1U) << "it is in use";
    EXPECT_LE(small.size(), kMax);
  }
  EXPECT_EQ(checks_for(delegated(set_, 1, 10)), 2U) << "it was not";
}

}  // namespace
}  // namespace vitalstream::consensus::testing
