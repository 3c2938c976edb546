#include "codec_checks.hpp"
#include "commitment_samples.hpp"
#include "consensus/types/codec.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus::testing {
namespace {

TEST(CommitmentCodec, ReadsExactlyWhatItWrote) {
  expect_codec("question", write_question, read_question, sample_question());
  expect_codec("answer", write_answer, read_answer, sample_answer());
  expect_codec("over", write_over, read_over, sample_over());
}

TEST(CommitmentCodec, AnAnswerWithoutARecordNamesNoView) {
  Answer answer = sample_answer();
  answer.own_highest.reset();
  answer.commits = false;
  answer.shown.clear();
  expect_codec("answer_without_a_record", write_answer, read_answer, answer);
}

TEST(CommitmentCodec, RefusesAnOwnHighestViewThatIsSaidToBeAbsent) {
  Bytes bytes = encoded(write_answer, sample_answer());
  Answer none = sample_answer();
  none.own_highest.reset();
  const Bytes other = encoded(write_answer, none);
  const auto flag = std::ranges::mismatch(bytes, other).in1;
  *flag = 0;
  EXPECT_FALSE(is_readable(read_answer, bytes));
  *flag = 2;
  EXPECT_FALSE(is_readable(read_answer, bytes));
}

TEST(CommitmentCodec, WhoIsUnheardIsInOrderAndNamedOnce) {
  Question question = sample_question();
  question.unheard = {ValidatorIndex{3}, ValidatorIndex{3}};
  EXPECT_FALSE(is_readable(read_question, encoded(write_question, question)));
  question.unheard = {ValidatorIndex{3}, ValidatorIndex{0}};
  EXPECT_FALSE(is_readable(read_question, encoded(write_question, question)));
}

TEST(CommitmentCodec, RefusesMoreThanASetMayHave) {
  Question question = sample_question();
  question.marks.assign(kValidatorsMax, Mark{1});
  EXPECT_TRUE(is_readable(read_question, encoded(write_question, question)));
  question.marks.emplace_back(1);
  EXPECT_FALSE(is_readable(read_question, encoded(write_question, question)));
  Answer answer = sample_answer();
  answer.shown.assign(kShownVotesMax, sample_vote());
  EXPECT_TRUE(is_readable(read_answer, encoded(write_answer, answer)));
  answer.shown.push_back(sample_vote());
  EXPECT_FALSE(is_readable(read_answer, encoded(write_answer, answer)));
}

}  // namespace
}  // namespace vitalstream::consensus::testing
