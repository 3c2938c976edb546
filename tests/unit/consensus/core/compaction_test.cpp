// C14: the record starts anew and forgets nothing of consequence.
#include <gtest/gtest.h>

#include "consensus/core/limits.hpp"
#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::Point;
using testing::Script;
using testing::ScriptOptions;

// A record so large that it has to start anew with the first chance.
ScriptOptions outgrown() {
  ScriptOptions options;
  Block block = testing::sample_block();
  block.header.height = Height{100'000};
  block.references.assign(kBlockReferencesMax, testing::sample_ref());
  for (std::size_t i = 0; i < 1 + kJournalBytesMax / 50'000; ++i) {
    block.header.log_size = i;
    options.journal.emplace_back(HeldBlock{block});
  }
  return options;
}

struct Compaction : ::testing::Test {
  Script script{outgrown()};
  void SetUp() override { script.start(); }
  std::size_t rotations() const { return script.all<RotateJournal>().size(); }
};

TEST_F(Compaction, WaitsUntilTheFloorHasRisen) {
  script.certify(script.anchor(), View{1});
  EXPECT_EQ(rotations(), 0U);
  script.certificate(make_finalize(
      make_notarize(Epoch{1}, View{1}, View{0},
                    script.chain.add(script.chain.block(script.chain.anchor(), View{1})))));
  EXPECT_EQ(rotations(), 1U);
}

TEST(CompactionOfAnUnprovenRecord, ProvesNothing) {
  ScriptOptions options = outgrown();
  options.journal.erase(options.journal.begin());  // of two alike, which would prove it
  options.others_answer = false;
  Script script(options);
  script.start();
  script.finalize(script.anchor(), View{1});
  ASSERT_EQ(script.all<RotateJournal>().size(), 1U);
  script.restart();
  EXPECT_EQ(script.status().record, RecordState::Unproven);
}

TEST_F(Compaction, IsFollowedByOrdinaryRecords) {
  const Point one = script.finalize(script.anchor(), View{1});
  ASSERT_EQ(rotations(), 1U);
  script.finalize(one, View{2});
  EXPECT_EQ(rotations(), 1U);
}

TEST_F(Compaction, KeepsVotesCertificatesAndBlocksThatAreNotInTheDatabase) {
  const Point one = script.finalize(script.anchor(), View{1}, {a_batch(10, 1)});
  ASSERT_EQ(rotations(), 1U);
  const auto& records = script.journal();
  ASSERT_TRUE(std::holds_alternative<NewRecord>(records.front()));
  EXPECT_EQ(std::get<NewRecord>(records.front()).vote_above, View{1})
      << "votes at the floor are represented by the views that they close";
  std::size_t blocks = 0;
  std::size_t certificates = 0;
  for (const JournalRecord& record : records) {
    blocks += std::holds_alternative<HeldBlock>(record) ? 1U : 0U;
    certificates += std::holds_alternative<HeldCertificate>(record) ? 1U : 0U;
  }
  EXPECT_EQ(blocks, 1U);
  EXPECT_EQ(certificates, 1U);
  script.clear();
  script.restart();
  EXPECT_EQ(script.status().view, View{2});
  ASSERT_EQ(script.all<Deliver>().size(), 1U);
  EXPECT_EQ(script.all<Deliver>()[0].digest, one.block);
}

}  // namespace
}  // namespace vitalstream::consensus
