// Signatures by delegation: what a key in memory may sign in a validator's place, and nothing else.
#include "consensus/types/delegation.hpp"

#include <gtest/gtest.h>

#include "codec_checks.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus::testing {
namespace {

constexpr auto kAlgorithm = crypto::SignatureAlgorithm::Ed25519;
constexpr std::uint16_t kDelegator = 2;

class DelegationTest : public ::testing::Test {
 protected:
  // Of validator `signer`, for views 5 to 20 of epoch 1.
  Delegation delegation(std::uint16_t signer = kDelegator) const {
    Delegation made{View{5}, View{20}, sample_key(0x70), {}};
    seal(made, signer, Epoch{1}, sample_genesis());
    return made;
  }
  void seal(Delegation& made, std::uint16_t signer, Epoch epoch, const GenesisHash& genesis) const {
    const Validator& validator = set_.at(ValidatorIndex{signer});
    made.signature =
        sign(validator.key, delegation_signing_bytes(genesis, validator.id, epoch, made));
  }
  static Vote vote(const Delegation& delegation, const VoteSubject& subject,
                   std::uint16_t signer = kDelegator) {
    const crypto::Signature by_key = sign(delegation.key, signing_bytes(sample_genesis(), subject));
    return {subject, ValidatorIndex{signer}, join({delegation, by_key})};
  }
  Vote direct(std::uint16_t signer, const VoteSubject& subject) const {
    return {subject, ValidatorIndex{signer},
            sign(set_.at(ValidatorIndex{signer}).key, signing_bytes(sample_genesis(), subject))};
  }
  VerifyError refusal(const Vote& vote) const { return verifier_.verify_vote(vote).error(); }

  GenesisHash genesis_ = sample_genesis();
  ValidatorSet set_ = sample_set(4);
  mutable SampleChecker checker_;
  Verifier verifier_{genesis_, set_, checker_};
};

TEST_F(DelegationTest, IsTakenApartAsItWasJoined) {
  const DelegatedSignature whole{delegation(), Bytes(64, 0x42)};
  EXPECT_EQ(take_apart(join(whole), kAlgorithm), whole);
}

TEST_F(DelegationTest, MakesASignatureOf184Bytes) {
  const DelegatedSignature real{{View{1}, View{2}, sample_key(1), Bytes(64, 2)}, Bytes(64, 3)};
  EXPECT_EQ(join(real).size(), 184U);
  EXPECT_LE(join(real).size(), kSignatureBytesMax);
}

TEST_F(DelegationTest, ItsBytesAreThoseOfTheGoldenFiles) {
  const Delegation sample{View{5}, View{20}, sample_key(0x70), Bytes(64, 0x71)};
  expect_golden("delegation_signing_bytes",
                delegation_signing_bytes(sample_genesis(), ValidatorId{30}, Epoch{1}, sample));
  expect_golden("delegated_signature", join({sample, Bytes(64, 0x72)}));
}

TEST_F(DelegationTest, ADirectSignatureIsNeverTakenForOne) {
  EXPECT_FALSE(take_apart(Bytes(64, 0xD1), kAlgorithm));
  EXPECT_FALSE(take_apart({}, kAlgorithm));
}

TEST_F(DelegationTest, EveryCutAndEveryExtensionIsOfNoForm) {
  crypto::Signature whole = join({delegation(), Bytes(64, 0x42)});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(take_apart(ByteView(whole).first(size), kAlgorithm)) << size;
  }
  whole.push_back(0);
  EXPECT_FALSE(take_apart(whole, kAlgorithm));
  whole.resize(kSignatureBytesMax);
  EXPECT_FALSE(take_apart(whole, kAlgorithm));
  EXPECT_EQ(refusal({make_nullify(Epoch{1}, View{9}), ValidatorIndex{kDelegator}, whole}),
            VerifyError::BadSignature);
}

TEST_F(DelegationTest, AVoteInItsRangeIsVerified) {
  for (const std::uint64_t view : {5U, 9U, 20U}) {
    const Vote one = vote(delegation(), make_nullify(Epoch{1}, View{view}));
    EXPECT_EQ(**verifier_.verify_vote(one), one) << view;
  }
}

TEST_F(DelegationTest, AVoteOutsideItsRangeIsRefused) {
  for (const std::uint64_t view : {4U, 21U}) {
    EXPECT_EQ(refusal(vote(delegation(), make_nullify(Epoch{1}, View{view}))),
              VerifyError::OutsideDelegation);
  }
}

TEST_F(DelegationTest, ARangeWiderThanTheLimitIsRefusedInEachOfItsViews) {
  Delegation wide = delegation();
  wide.last = View{wide.first.value() + kDelegationViewsMax - 1};
  seal(wide, kDelegator, Epoch{1}, sample_genesis());
  const VoteSubject subject = make_nullify(Epoch{1}, View{9});
  EXPECT_TRUE(verifier_.verify_vote(vote(wide, subject)).has_value());
  wide.last = next(wide.last);
  seal(wide, kDelegator, Epoch{1}, sample_genesis());
  EXPECT_EQ(refusal(vote(wide, subject)), VerifyError::OutsideDelegation);
  wide.first = View{0};
  wide.last = View{UINT64_MAX};
  seal(wide, kDelegator, Epoch{1}, sample_genesis());
  EXPECT_EQ(refusal(vote(wide, subject)), VerifyError::OutsideDelegation);
}

TEST_F(DelegationTest, AnInvertedRangeCoversNothing) {
  Delegation inverted = delegation();
  std::swap(inverted.first, inverted.last);
  seal(inverted, kDelegator, Epoch{1}, sample_genesis());
  for (const std::uint64_t view : {4U, 5U, 9U, 20U, 21U}) {
    EXPECT_EQ(refusal(vote(inverted, make_nullify(Epoch{1}, View{view}))),
              VerifyError::OutsideDelegation);
  }
}

TEST_F(DelegationTest, ADelegatedKeyCertifiesNoLaneKey) {
  LaneKey lane_key{ValidatorId{30}, Incarnation{4}, sample_key(0x72), {}};
  const Bytes message = lane_key_signing_bytes(sample_genesis(), lane_key);
  SignedBatchHeader batch = sample_batch_header();
  batch.header.lane = lane_key.lane;
  batch.header.incarnation = lane_key.incarnation;
  const auto answer_for = [&](crypto::Signature certified) {
    batch.lane_key = lane_key;
    batch.lane_key.signature = std::move(certified);
    batch.signature = sign(lane_key.key, batch_signing_bytes(sample_genesis(), batch.header));
    return verifier_.verify_batch_header(batch);
  };
  EXPECT_TRUE(answer_for(sign(set_.at(ValidatorIndex{kDelegator}).key, message)).has_value());
  const Delegation made = delegation();
  EXPECT_FALSE(answer_for(sign(made.key, message)).has_value());
  EXPECT_FALSE(answer_for(join({made, sign(made.key, message)})).has_value());
}

TEST_F(DelegationTest, ADelegatedKeyDelegatesToNoOther) {
  const Delegation first = delegation();
  Delegation second{View{5}, View{20}, sample_key(0x73), {}};
  const Bytes message =
      delegation_signing_bytes(sample_genesis(), ValidatorId{30}, Epoch{1}, second);
  const VoteSubject subject = make_nullify(Epoch{1}, View{9});
  second.signature = sign(first.key, message);
  EXPECT_EQ(refusal(vote(second, subject)), VerifyError::BadSignature);
  second.signature = join({first, sign(first.key, message)});
  EXPECT_EQ(refusal(vote(second, subject)), VerifyError::BadSignature);
}

TEST_F(DelegationTest, ARangeThatWasWidenedIsRefused) {
  Delegation wider = delegation();
  wider.last = View{1'000};
  EXPECT_EQ(refusal(vote(wider, make_nullify(Epoch{1}, View{500}))), VerifyError::BadSignature);
}

TEST_F(DelegationTest, OneForAnotherEpochGenesisOrValidatorIsRefused) {
  const VoteSubject subject = make_nullify(Epoch{1}, View{9});
  Delegation other = delegation();
  seal(other, kDelegator, Epoch{2}, sample_genesis());
  EXPECT_EQ(refusal(vote(other, subject)), VerifyError::BadSignature);
  seal(other, kDelegator, Epoch{1}, sample_digest<GenesisHash>(0x98));
  EXPECT_EQ(refusal(vote(other, subject)), VerifyError::BadSignature);
  EXPECT_EQ(refusal(vote(delegation(1), subject)), VerifyError::BadSignature);
}

TEST_F(DelegationTest, OneThatNamesAnotherValidatorIsRefusedThoughTheKeyIsRight) {
  Delegation other = delegation();
  other.signature = sign(set_.at(ValidatorIndex{kDelegator}).key,
                         delegation_signing_bytes(genesis_, ValidatorId{10}, Epoch{1}, other));
  EXPECT_EQ(refusal(vote(other, make_nullify(Epoch{1}, View{9}))), VerifyError::BadSignature);
}

TEST_F(DelegationTest, AnotherKeyThanTheDelegatedOneIsRefused) {
  Delegation other = delegation();
  other.key = sample_key(0x71);
  EXPECT_EQ(refusal(vote(other, make_nullify(Epoch{1}, View{9}))), VerifyError::BadSignature);
  other = delegation();
  other.key.algorithm = crypto::SignatureAlgorithm::EcdsaP256Sha256;
  seal(other, kDelegator, Epoch{1}, sample_genesis());
  EXPECT_EQ(refusal(vote(other, make_nullify(Epoch{1}, View{9}))), VerifyError::OutsideDelegation);
}

TEST_F(DelegationTest, ADelegationIsNoVoteAndAVoteNoDelegation) {
  const VoteSubject subject = make_nullify(Epoch{1}, View{9});
  Vote wrong = direct(kDelegator, subject);
  wrong.signature = delegation().signature;
  EXPECT_EQ(refusal(wrong), VerifyError::BadSignature);
  Delegation forged = delegation();
  forged.signature = direct(kDelegator, subject).signature;
  EXPECT_EQ(refusal(vote(forged, subject)), VerifyError::BadSignature);
}

TEST_F(DelegationTest, ManyVotesOfBothModesGetAnAnswerEachInTheirOrder) {
  const VoteSubject subject = make_nullify(Epoch{1}, View{9});
  std::vector<Vote> votes{direct(0, subject), vote(delegation(), subject),
                          vote(delegation(), make_nullify(Epoch{1}, View{30})),
                          vote(delegation(1), subject), direct(3, subject)};
  votes.push_back(votes.front());
  votes.back().signature.back() ^= 1;
  const auto answers = verifier_.verify_votes(votes);
  ASSERT_EQ(answers.size(), 6U);
  EXPECT_TRUE(answers[0].has_value());
  EXPECT_TRUE(answers[1].has_value());
  EXPECT_EQ(answers[2].error(), VerifyError::OutsideDelegation);
  EXPECT_EQ(answers[3].error(), VerifyError::BadSignature);
  EXPECT_TRUE(answers[4].has_value());
  EXPECT_EQ(answers[5].error(), VerifyError::BadSignature);
}

TEST_F(DelegationTest, ACertificateMayMixBothModes) {
  const VoteSubject subject = make_nullify(Epoch{1}, View{9});
  Certificate certificate{subject, {}};
  for (const Vote& one :
       {direct(0, subject), vote(delegation(1), subject, 1), vote(delegation(), subject)}) {
    certificate.signatures.push_back({one.signer, one.signature});
  }
  EXPECT_TRUE(verifier_.verify_certificate(certificate).has_value());
  certificate.signatures[1].signature.back() ^= 1;
  EXPECT_EQ(verifier_.verify_certificate(certificate).error(), VerifyError::BadSignature);
}

TEST_F(DelegationTest, OneVoteOutsideItsRangeSpoilsACertificate) {
  const VoteSubject subject = make_nullify(Epoch{1}, View{21});
  Certificate certificate{subject, {}};
  for (const Vote& one : {direct(0, subject), direct(1, subject), vote(delegation(), subject)}) {
    certificate.signatures.push_back({one.signer, one.signature});
  }
  EXPECT_EQ(verifier_.verify_certificate(certificate).error(), VerifyError::OutsideDelegation);
}

}  // namespace
}  // namespace vitalstream::consensus::testing
