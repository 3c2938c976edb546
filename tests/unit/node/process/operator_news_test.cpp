// What must outlast the process is on disk before the call returns, and nothing is signed after it.
#include "node/process/operator_news.hpp"

#include <gtest/gtest.h>

#include "storage/files/posix_file_ops.hpp"
#include "storage/halt_note.hpp"
#include "support/a_batch.hpp"
#include "support/key_in_memory.hpp"
#include "tests/support/temp_directory.hpp"
#include "tests/unit/storage/database_fixture.hpp"

namespace vitalstream::node {
namespace {

using testing::KeyInMemory;

class OperatorNewsTest : public storage::DatabaseFixture {
 protected:
  [[nodiscard]] OperatorNews news() {
    return OperatorNews({.evidence = std::move(*EvidenceStore::open(*database_, set_)),
                         .signer = signer_,
                         .metrics = metrics_,
                         .log = log_,
                         .record_place = place_.path(),
                         .on_failure = [this](const std::string&) { ++failures_; }});
  }

  const consensus::ValidatorSet set_ = testing::a_set();
  vitalstream::testing::TempDirectory place_;
  std::atomic<int> answers_ = 0;
  int failures_ = 0;
  crypto::provider::KeyProvider provider_{std::make_unique<KeyInMemory>(2)};
  VoteSigner signer_{
      provider_,
      {testing::a_genesis(), set_, consensus::ValidatorIndex{1}, SigningMode::Direct},
      {[this](const consensus::Verified<consensus::Vote>&) { ++answers_; },
       [this](const consensus::VoteSubject&, const std::string&) { ++answers_; }}};
  Metrics metrics_{"1.2.3"};
  Log log_{LogLevel::Error, LogFormat::Json};
};

TEST_F(OperatorNewsTest, AHaltIsOnDiskWhenItReturnsAndNothingIsSignedAfterIt) {
  OperatorNews news = this->news();
  consensus::Halt halt;
  halt.kind = consensus::HaltKind::Halted;
  halt.reason = "two final blocks at one height";
  news.halt(halt);
  storage::PosixFileOps files;
  const auto note = storage::read_halt_note(files, place_.path());
  ASSERT_TRUE(note && *note);
  EXPECT_EQ((*note)->halt.reason, halt.reason);
  signer_.sign(consensus::make_nullify(consensus::Epoch{1}, consensus::View{7}));
  signer_.finish();
  EXPECT_EQ(answers_, 0);
}

TEST_F(OperatorNewsTest, EvidenceIsKept) {
  OperatorNews news = this->news();
  consensus::Vote first;
  first.signer = consensus::ValidatorIndex{2};
  first.subject.kind = consensus::VoteKind::Nullify;
  consensus::Vote second = first;
  second.subject.kind = consensus::VoteKind::Finalize;
  news.evidence(consensus::ConflictingVotes{first, second});
  EXPECT_EQ(database_->latest().evidence()->size(), 1U);
  EXPECT_EQ(failures_, 0);
  EXPECT_NE(metrics_.families().text().find("evidence"), std::string::npos);
}

}  // namespace
}  // namespace vitalstream::node
