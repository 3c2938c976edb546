// What each checker must report, told by facts that break its property in the smallest way, and
// what it must let pass. A checker that reports nothing would make every history look right.
#include <gtest/gtest.h>

#include <initializer_list>

#include "consensus/types/delegation.hpp"
#include "tests/sim/checkers/agreement.hpp"
#include "tests/sim/checkers/answers.hpp"
#include "tests/sim/checkers/certificates.hpp"
#include "tests/sim/checkers/durability.hpp"
#include "tests/sim/checkers/ledgers.hpp"
#include "tests/sim/checkers/votes.hpp"

namespace vitalstream::checkers {
namespace {

using namespace consensus;

constexpr NodeId kOne{1};
constexpr NodeId kOther{2};

template <class Digest>
Digest a_digest(std::uint8_t number) {
  Hash32 bytes{};
  bytes[0] = number;
  return Digest{bytes};
}

BlockDigest block(std::uint8_t number) { return a_digest<BlockDigest>(number); }

BlockHeader a_header(std::uint64_t height, std::uint8_t parent) {
  BlockHeader header;
  header.height = Height{height};
  header.parent = block(parent);
  return header;
}

class CheckersTest : public ::testing::Test {
 protected:
  void expect_found(const std::string& property) {
    ASSERT_EQ(violations_.all().size(), 1U);
    EXPECT_EQ(violations_.all().front().property, property);
  }
  void expect_nothing() { EXPECT_TRUE(violations_.empty()); }
  Violations violations_;
};

class AgreementCheckerTest : public CheckersTest {
 protected:
  AgreementCheckerTest() {
    agreement_.note_anchor(block(0));
    agreement_.note_final(kOne, a_header(1, 0), block(1));
  }
  Agreement agreement_{violations_};
};

TEST_F(AgreementCheckerTest, LetsOneChainPass) {
  agreement_.note_final(kOne, a_header(2, 1), block(2));
  agreement_.note_final(kOther, a_header(1, 0), block(1));
  agreement_.note_restart(kOne, Height{1});
  agreement_.note_final(kOne, a_header(2, 1), block(2));
  expect_nothing();
}

TEST_F(AgreementCheckerTest, FindsTwoFinalBlocksAtOneHeightS1) {
  agreement_.note_final(kOther, a_header(1, 0), block(9));
  expect_found("S1");
}

TEST_F(AgreementCheckerTest, FindsABlockThatIsNotOnTheOneBeforeS2) {
  agreement_.note_final(kOne, a_header(2, 7), block(2));
  expect_found("S2");
}

TEST_F(AgreementCheckerTest, FindsANodeThatGoesBackS2) {
  agreement_.note_final(kOne, a_header(1, 0), block(1));
  expect_found("S2");
}

class AnswersCheckerTest : public CheckersTest {
 protected:
  AnswersCheckerTest() {
    answers_.note_submitted(1);
    answers_.note_answered(kOne, 1, {5, 50}, /*is_readable=*/true);
  }
  Answers answers_{violations_};
};

TEST_F(AnswersCheckerTest, LetsWhatWasAnsweredAndKeptPass) {
  const Position kept{5, 50};
  answers_.check_kept(kOther, 1, &kept);
  answers_.note_submitted(2);
  answers_.note_answered(kOther, 2, {5, 51}, /*is_readable=*/true);
  expect_nothing();
}

TEST_F(AnswersCheckerTest, FindsASecondPositionS3) {
  answers_.note_answered(kOther, 1, {6, 60}, /*is_readable=*/true);
  expect_found("S3");
}

TEST_F(AnswersCheckerTest, FindsALostTransactionS3) {
  answers_.check_kept(kOther, 1, nullptr);
  expect_found("S3");
}

TEST_F(AnswersCheckerTest, FindsATransactionElsewhereS3) {
  const Position elsewhere{5, 49};
  answers_.check_kept(kOther, 1, &elsewhere);
  expect_found("S3");
}

TEST_F(AnswersCheckerTest, FindsOneOrderedBeforeAnAnswerThatItCameAfterS9) {
  answers_.note_submitted(2);
  answers_.note_answered(kOther, 2, {4, 40}, /*is_readable=*/true);
  expect_found("S9");
}

TEST_F(AnswersCheckerTest, FindsAnAnswerThatCannotBeReadS10) {
  answers_.note_submitted(2);
  answers_.note_answered(kOther, 2, {5, 51}, /*is_readable=*/false);
  expect_found("S10");
}

class LedgersCheckerTest : public CheckersTest {
 protected:
  static BatchRef a_reference(std::uint64_t incarnation, std::uint64_t sequence,
                              std::uint8_t number) {
    return {ValidatorId{1}, Incarnation{incarnation}, Sequence{sequence},
            a_digest<BatchDigest>(number)};
  }
  void commit(NodeId node, std::uint64_t height, std::vector<BatchRef> references,
              std::uint8_t root = 1) {
    BlockHeader header = a_header(height, 0);
    header.executed_height = Height{height - 1};
    header.executed_root = a_digest<ExecutedRoot>(1);
    ledgers_.note_committed(node, {header, std::move(references)}, a_digest<ExecutedRoot>(root));
  }
  Ledgers ledgers_{violations_};
};

TEST_F(LedgersCheckerTest, LetsAChainedLaneAndItsNextIncarnationPass) {
  commit(kOne, 1, {a_reference(1, 1, 1), a_reference(1, 2, 2)});
  commit(kOther, 1, {a_reference(1, 1, 1), a_reference(1, 2, 2)});
  commit(kOne, 2, {a_reference(1, 3, 3)});
  commit(kOne, 3, {a_reference(2, 1, 4)});
  expect_nothing();
}

TEST_F(LedgersCheckerTest, FindsABatchThatIsReferencedTwiceS4) {
  commit(kOne, 1, {a_reference(1, 1, 1)});
  commit(kOne, 2, {a_reference(1, 2, 1)});
  expect_found("S4");
}

TEST_F(LedgersCheckerTest, FindsAGapInALaneS4) {
  commit(kOne, 1, {a_reference(1, 2, 1)});
  expect_found("S4");
}

TEST_F(LedgersCheckerTest, FindsAnotherStateAtOneHeightS8) {
  commit(kOne, 1, {});
  commit(kOther, 1, {}, /*root=*/2);
  expect_found("S8");
}

TEST_F(LedgersCheckerTest, FindsAFinalHeaderWithAWrongRootS8) {
  commit(kOne, 1, {}, /*root=*/2);
  commit(kOne, 2, {});
  expect_found("S8");
}

class VotesCheckerTest : public CheckersTest {
 protected:
  bool send(const VoteSubject& subject) {
    return votes_.note_sent({subject, ValidatorIndex{0}, {}});
  }
  const VoteSubject notarize_ = make_notarize(Epoch{1}, View{7}, View{6}, block(1));
  Votes votes_{violations_};
};

TEST_F(VotesCheckerTest, LetsOneVoteOfEachKindAndItsRepetitionPass) {
  EXPECT_TRUE(send(notarize_));
  EXPECT_FALSE(send(notarize_));
  send(make_finalize(notarize_));
  send(make_nullify(Epoch{1}, View{8}));
  expect_nothing();
}

TEST_F(VotesCheckerTest, FindsTwoNotarizeVotesInOneViewS5) {
  send(notarize_);
  send(make_notarize(Epoch{1}, View{7}, View{6}, block(2)));
  expect_found("S5");
}

TEST_F(VotesCheckerTest, FindsNullifyBesideFinalizeS5) {
  send(make_finalize(notarize_));
  send(make_nullify(Epoch{1}, View{7}));
  expect_found("S5");
}

class DurabilityCheckerTest : public CheckersTest {
 protected:
  Durability durability_{violations_};
};

TEST_F(DurabilityCheckerTest, LetsADurableVotePass) {
  durability_.note_vote_leaves(kOne, {}, {true, true, true});
  expect_nothing();
}

TEST_F(DurabilityCheckerTest, FindsAVoteBeforeItsRecordS6) {
  durability_.note_vote_leaves(kOne, {}, {false, true, true});
  expect_found("S6");
}

TEST_F(DurabilityCheckerTest, FindsAVoteBeforeItsBlockS6) {
  durability_.note_vote_leaves(kOne, {}, {true, false, true});
  expect_found("S6");
}

TEST_F(DurabilityCheckerTest, FindsAVoteBeforeABatchOfItsBlockS6) {
  durability_.note_vote_leaves(kOne, {}, {true, true, false});
  expect_found("S6");
}

// A key is a number, a signature that number and the bytes.
crypto::PublicKey key_of(std::uint8_t number) {
  return {crypto::SignatureAlgorithm::Ed25519, Bytes{number}};
}

Bytes signed_by(const crypto::PublicKey& key, ByteView message) {
  Bytes signature = key.bytes;
  signature.insert(signature.end(), message.begin(), message.end());
  return signature;
}

ValidatorSet four_validators() {
  std::vector<Validator> validators;
  for (std::uint8_t i = 0; i < 4; ++i) {
    validators.push_back({ValidatorId{i + 1U}, "v", key_of(i)});
  }
  return ValidatorSet{Epoch{1}, std::move(validators)};
}

class CertificatesCheckerTest : public CheckersTest {
 protected:
  // By the production rule, to which the checker's own spelling of the bytes is held.
  Certificate certificate(const VoteSubject& subject, std::initializer_list<int> signers) const {
    Certificate certificate{subject, {}};
    for (const int signer : signers) {
      const ValidatorIndex index{static_cast<std::uint16_t>(signer)};
      certificate.signatures.push_back({index, signed_by(key_of(static_cast<std::uint8_t>(signer)),
                                                         signing_bytes(genesis_, subject))});
    }
    return certificate;
  }
  // Where validator 2 lets another key sign, in views 5 to 9.
  Certificate by_delegation(const VoteSubject& subject, ValidatorId named = ValidatorId{3}) const {
    Certificate mixed = certificate(subject, {0, 1, 2});
    DelegatedSignature delegated{{View{5}, View{9}, key_of(40), {}}, {}};
    delegated.delegation.signature = signed_by(
        key_of(2), delegation_signing_bytes(genesis_, named, Epoch{1}, delegated.delegation));
    delegated.signature = signed_by(key_of(40), signing_bytes(genesis_, subject));
    mixed.signatures[2].signature = join(delegated);
    return mixed;
  }
  const GenesisHash genesis_ = a_digest<GenesisHash>(3);
  const VoteSubject finalize_ = make_finalize(make_notarize(Epoch{1}, View{7}, View{6}, block(1)));
  const ValidatorSet validators_ = four_validators();
  Certificates certificates_{violations_, genesis_, validators_,
                             [](const auto& key, ByteView message, const auto& signature) {
                               return signature == signed_by(key, message);
                             }};
};

TEST_F(CertificatesCheckerTest, LetsAQuorumOfEachKindPass) {
  certificates_.note_finalization(kOne, block(1), certificate(finalize_, {0, 1, 2}));
  certificates_.note(kOne, certificate(make_nullify(Epoch{1}, View{9}), {0, 2, 3}));
  expect_nothing();
}

TEST_F(CertificatesCheckerTest, FindsOneSignatureTooFewS7) {
  certificates_.note(kOne, certificate(finalize_, {0, 1}));
  expect_found("S7");
}

TEST_F(CertificatesCheckerTest, FindsASignerThatCountsTwiceS7) {
  certificates_.note(kOne, certificate(finalize_, {0, 1, 1}));
  expect_found("S7");
}

TEST_F(CertificatesCheckerTest, FindsASignerWhoIsNoValidatorS7) {
  certificates_.note(kOne, certificate(finalize_, {0, 1, 4}));
  expect_found("S7");
}

TEST_F(CertificatesCheckerTest, FindsASignatureOfSomethingElseS7) {
  Certificate mixed = certificate(finalize_, {0, 1, 2});
  mixed.subject.view = View{8};
  certificates_.note(kOne, mixed);
  expect_found("S7");
}

TEST_F(CertificatesCheckerTest, LetsASignatureByDelegationPass) {
  certificates_.note(kOne, by_delegation(finalize_));
  certificates_.note(kOne, by_delegation(make_nullify(Epoch{1}, View{9})));
  expect_nothing();
}

TEST_F(CertificatesCheckerTest, FindsADelegatedKeyOutsideItsViewsS7) {
  certificates_.note(kOne, by_delegation(make_nullify(Epoch{1}, View{10})));
  expect_found("S7");
}

TEST_F(CertificatesCheckerTest, FindsADelegationThatTheValidatorDidNotSignS7) {
  certificates_.note(kOne, by_delegation(finalize_, ValidatorId{4}));
  expect_found("S7");
}

TEST_F(CertificatesCheckerTest, FindsAFinalizationOfAnotherBlockS7) {
  certificates_.note_finalization(kOne, block(2), certificate(finalize_, {0, 1, 2}));
  expect_found("S7");
}

}  // namespace
}  // namespace vitalstream::checkers
