// Damage to the encrypted safety record, each kind with its declared outcome: refused, or opened
// with a prefix of what was written where the damage looks exactly like a crash. Never a wrong
// record.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "storage/encrypted_fs/frame.hpp"
#include "storage/encrypted_fs/limits.hpp"
#include "storage/journal.hpp"
#include "storage/journal_files.hpp"
#include "tests/storage/record_disk.hpp"

namespace vitalstream::storage {
namespace {

const JournalPlace kPlace{.directory = "/data/safety", .identity = {1, 2, 3}};
constexpr int kInjectionsPerKind = 150;

using Records = std::vector<Bytes>;

class RecordCorruption : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = Journal::create(disk_.files(), kPlace);
    ASSERT_TRUE(opened.has_value());
    for (std::size_t group = 0; group < 20; ++group) {
      records_.emplace_back(200 + 97 * group, static_cast<std::uint8_t>(group + 1));
      opened->journal->append(records_.back());
      ASSERT_TRUE(opened->journal->sync());
    }
    file_ = *disk_.disk().contents(path());
    // The journal's own header is the first frame; each group another.
    for (std::size_t at = kFileHeaderBytes; at < file_.size();) {
      const auto header = decode_frame_header(ByteView(file_).subspan(at));
      ASSERT_TRUE(header.has_value());
      at += header->frame_bytes();
      ends_.push_back(at);
    }
    ASSERT_EQ(ends_.size(), records_.size() + 1);
  }

  static std::filesystem::path path() { return kPlace.directory / journal_name(1); }
  std::size_t below(std::size_t bound) { return random_() % bound; }

  Result<Journal::Opened, JournalError> open_with(Bytes file) {
    *disk_.disk().contents(path()) = std::move(file);
    return Journal::open(disk_.files(), kPlace);
  }
  void expect_refused(const Bytes& file, JournalError reason = JournalError::Damaged) {
    const auto opened = open_with(file);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error(), reason);
    EXPECT_EQ(disk_.faults().faults().front().path, path().string());
  }
  void expect_prefix(const Bytes& file, std::size_t count) {
    const auto opened = open_with(file);
    ASSERT_TRUE(opened.has_value()) << to_string(opened.error());
    EXPECT_EQ(opened->replay.records,
              Records(records_.begin(), records_.begin() + static_cast<std::ptrdiff_t>(count)));
  }

  std::mt19937_64 random_{20'261'121};
  RecordDisk disk_{RecordForm::Encrypted, 1};
  Records records_;
  Bytes file_;
  std::vector<std::size_t> ends_;
};

TEST_F(RecordCorruption, ShowsNothingOfItsContents) {
  const Bytes run(16, 7);
  EXPECT_EQ(std::search(file_.begin(), file_.end(), run.begin(), run.end()), file_.end());
}

TEST_F(RecordCorruption, AFlippedBitAnywhereIsRefused) {
  for (int injection = 0; injection < kInjectionsPerKind; ++injection) {
    Bytes file = file_;
    const std::size_t at = below(file.size());
    file[at] ^= static_cast<std::uint8_t>(1U << below(8));
    SCOPED_TRACE(at);
    expect_refused(file);
  }
}

TEST_F(RecordCorruption, AZeroedSectorBelowTheLastFrameIsRefused) {
  const std::size_t last = ends_[ends_.size() - 2];
  for (std::size_t sector = 1; sector < last / kDiskSectorBytes; ++sector) {
    Bytes file = file_;
    std::fill_n(file.begin() + static_cast<std::ptrdiff_t>(sector * kDiskSectorBytes),
                kDiskSectorBytes, std::uint8_t{0});
    SCOPED_TRACE(sector);
    expect_refused(file);
  }
}

// Declared: a cut looks like a crash; the witness and the peers are for it.
TEST_F(RecordCorruption, ACutOpensWithThePrefixThatIsWhole) {
  for (int injection = 0; injection < kInjectionsPerKind; ++injection) {
    Bytes file = file_;
    const std::size_t end = ends_[0] + below(file.size() - ends_[0] + 1);
    file.resize(end);
    const auto whole = std::ranges::upper_bound(ends_, end);
    SCOPED_TRACE(end);
    expect_prefix(file, static_cast<std::size_t>(whole - ends_.begin()) - 1);
  }
}

TEST_F(RecordCorruption, ACutBelowTheJournalsOwnHeaderIsRefused) {
  for (std::size_t end = 0; end < ends_[0]; end += 17) {
    const auto cut = static_cast<std::ptrdiff_t>(end);
    const auto opened = open_with({file_.begin(), file_.begin() + cut});
    ASSERT_FALSE(opened.has_value()) << end;
    EXPECT_EQ(opened.error(), JournalError::Damaged);
  }
}

TEST_F(RecordCorruption, AGenerationUnderTheNameOfAnotherIsRefused) {
  auto opened = Journal::open(disk_.files(), kPlace);
  ASSERT_TRUE(opened->journal->rotate({}));
  *disk_.disk().contents(kPlace.directory / journal_name(2)) = file_;
  const auto again = Journal::open(disk_.files(), kPlace);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error(), JournalError::Damaged);
}

// The record is whole; asking an operator to give it up would be wrong.
TEST_F(RecordCorruption, AMissingOrWrongKeyIsNoDamage) {
  disk_.keys().set(KeyGeneration(1), 99);
  expect_refused(file_, JournalError::FatalIoError);
  EXPECT_EQ(disk_.faults().faults().back().kind, FaultKind::WrongKey);
  disk_.keys().rotate();
  disk_.keys().retire(KeyGeneration(1));
  expect_refused(file_, JournalError::FatalIoError);
  EXPECT_EQ(disk_.faults().faults().back().kind, FaultKind::UnknownGeneration);
}

TEST_F(RecordCorruption, APlainRecordIsNotTakenOver) {
  RecordDisk plain(RecordForm::Plain, 1);
  ASSERT_TRUE(Journal::create(plain.files(), kPlace).has_value());
  expect_refused(*plain.disk().contents(path()));
  EXPECT_EQ(disk_.faults().faults().back().kind, FaultKind::NotEncrypted);
}

}  // namespace
}  // namespace vitalstream::storage
