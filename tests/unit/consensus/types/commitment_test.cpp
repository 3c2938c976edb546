// What is signed of statements about the right to sign (C15).
#include "consensus/types/commitment.hpp"

#include <gtest/gtest.h>

#include "codec_checks.hpp"
#include "commitment_samples.hpp"

namespace vitalstream::consensus {
namespace {

using testing::expect_golden;
using testing::sample_answer;
using testing::sample_genesis;
using testing::sample_over;
using testing::sample_question;

TEST(Commitment, SigningBytesAreGolden) {
  expect_golden("question_signing_bytes",
                question_signing_bytes(sample_genesis(), sample_question()));
  expect_golden("answer_signing_bytes", answer_signing_bytes(sample_genesis(), sample_answer()));
  expect_golden("over_signing_bytes", over_signing_bytes(sample_genesis(), sample_over()));
}

TEST(Commitment, AProcessIsNamedByWhatItsCertificateSigns) {
  LaneKey key = sample_question().process;
  const ProcessDigest digest = process_digest(sample_genesis(), key);
  key.signature.push_back(0);
  EXPECT_EQ(process_digest(sample_genesis(), key), digest);
  key.incarnation = next(key.incarnation);
  EXPECT_NE(process_digest(sample_genesis(), key), digest);
}

TEST(Commitment, AShownVoteIsBoundByItsSubjectAndProvesItself) {
  Answer answer = sample_answer();
  const Bytes bytes = answer_signing_bytes(sample_genesis(), answer);
  answer.shown[0].signature[0] ^= 1U;
  EXPECT_EQ(answer_signing_bytes(sample_genesis(), answer), bytes);
  answer.shown[0].subject.view = next(answer.shown[0].subject.view);
  EXPECT_NE(answer_signing_bytes(sample_genesis(), answer), bytes);
}

}  // namespace
}  // namespace vitalstream::consensus
