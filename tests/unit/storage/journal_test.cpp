#include "storage/journal.hpp"

#include <gtest/gtest.h>

#include "storage/files/posix_file_ops.hpp"
#include "storage/journal_files.hpp"
#include "storage/limits.hpp"
#include "tests/storage/crash_disk.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

const JournalPlace kPlace{.directory = "/data/safety", .identity = {1, 2, 3}};

using Records = std::vector<Bytes>;

Bytes record(std::string_view text) { return to_bytes(as_bytes(text)); }

class JournalTest : public ::testing::Test {
 protected:
  std::unique_ptr<Journal> create() {
    auto opened = Journal::create(disk_, kPlace);
    EXPECT_TRUE(opened.has_value());
    return std::move(opened->journal);
  }
  Records replayed() {
    auto opened = Journal::open(disk_, kPlace);
    EXPECT_TRUE(opened.has_value());
    return opened ? opened->replay.records : Records{};
  }
  JournalError refused() {
    auto opened = Journal::open(disk_, kPlace);
    EXPECT_FALSE(opened.has_value());
    return opened ? JournalError::AlreadyExists : opened.error();
  }

  CrashDisk disk_{1};
};

TEST_F(JournalTest, ReplaysWhatWasSyncedInOrder) {
  auto journal = create();
  journal->append(record("one"));
  journal->append(record(""));
  ASSERT_TRUE(journal->sync());
  journal->append(record("three"));
  ASSERT_TRUE(journal->sync());
  EXPECT_EQ(replayed(), (Records{record("one"), record(""), record("three")}));
}

TEST_F(JournalTest, DoesNotKeepWhatWasNotSynced) {
  auto journal = create();
  journal->append(record("one"));
  EXPECT_TRUE(replayed().empty());
}

TEST_F(JournalTest, ASyncWithoutRecordsTouchesNothing) {
  auto journal = create();
  const std::uint64_t operations = disk_.operations();
  ASSERT_TRUE(journal->sync());
  EXPECT_EQ(disk_.operations(), operations);
}

TEST_F(JournalTest, AllRecordsOfASyncCostOneWriteAndOneFdatasync) {
  auto journal = create();
  const std::uint64_t operations = disk_.operations();
  for (int count = 0; count < 50; ++count) {
    journal->append(record("vote"));
  }
  ASSERT_TRUE(journal->sync());
  EXPECT_EQ(disk_.operations(), operations + 2);
}

TEST_F(JournalTest, RecordsBeyondTheLimitOfAFrameAreAllKept) {
  auto journal = create();
  const Bytes large(kJournalRecordBytesMax, 5);
  for (int count = 0; count < 5; ++count) {
    journal->append(large);
  }
  ASSERT_TRUE(journal->sync());
  EXPECT_EQ(replayed(), Records(5, large));
}

TEST_F(JournalTest, ARotationReplacesTheRecordAndKeepsWhatIsPending) {
  auto journal = create();
  journal->append(record("old"));
  ASSERT_TRUE(journal->sync());
  journal->append(record("pending"));
  ASSERT_TRUE(journal->rotate(Records{record("kept")}));
  EXPECT_EQ(journal->generation(), 2U);
  journal->append(record("new"));
  ASSERT_TRUE(journal->sync());
  EXPECT_EQ(replayed(), (Records{record("kept"), record("pending"), record("new")}));
  EXPECT_EQ(disk_.list("/data/safety")->size(), 1U);
}

TEST_F(JournalTest, ARotationMakesTheFileSmaller) {
  auto journal = create();
  journal->append(Bytes(10'000, 1));
  ASSERT_TRUE(journal->sync());
  const std::uint64_t before = journal->bytes();
  ASSERT_TRUE(journal->rotate({}));
  EXPECT_LT(journal->bytes(), before);
}

TEST_F(JournalTest, RecordsOfTheLastFrameAreNotSettled) {
  auto journal = create();
  journal->append(record("one"));
  journal->append(record("two"));
  ASSERT_TRUE(journal->sync());
  EXPECT_EQ(Journal::open(disk_, kPlace)->replay.settled, 0U);
  journal->append(record("three"));
  ASSERT_TRUE(journal->sync());
  EXPECT_EQ(Journal::open(disk_, kPlace)->replay.settled, 2U);
  journal->append(record("four"));
  ASSERT_TRUE(journal->rotate(Records{record("kept")}));
  EXPECT_EQ(Journal::open(disk_, kPlace)->replay.settled, 0U);
}

TEST_F(JournalTest, WithoutARecordNothingIsOpened) {
  EXPECT_EQ(refused(), JournalError::MissingRecord);
}

TEST_F(JournalTest, ARecordWithContentsIsNotMadeAgain) {
  auto journal = create();
  journal->append(record("vote"));
  ASSERT_TRUE(journal->sync());
  const auto again = Journal::create(disk_, kPlace);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error(), JournalError::AlreadyExists);
}

TEST_F(JournalTest, AnEmptyRecordOfAnInterruptedStartIsTaken) {
  create();
  EXPECT_TRUE(Journal::create(disk_, kPlace).has_value());
}

TEST_F(JournalTest, ARecordOfAnotherNodeIsRefused) {
  create();
  const auto opened = Journal::open(disk_, {.directory = kPlace.directory, .identity = {1, 2, 4}});
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error(), JournalError::WrongIdentity);
}

TEST_F(JournalTest, ATornTailIsCutAndReported) {
  auto journal = create();
  journal->append(record("one"));
  ASSERT_TRUE(journal->sync());
  journal->append(record("two"));
  ASSERT_TRUE(journal->sync());
  disk_.contents(kPlace.directory / journal_name(1))->pop_back();
  auto opened = Journal::open(disk_, kPlace);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->replay.records, Records{record("one")});
  EXPECT_GT(opened->replay.torn_bytes, 0U);
  opened->journal->append(record("three"));
  ASSERT_TRUE(opened->journal->sync());
  EXPECT_EQ(replayed(), (Records{record("one"), record("three")}));
}

TEST_F(JournalTest, DamageIsRefusedEvenIfAnOlderGenerationIsThere) {
  auto journal = create();
  journal->append(record("vote"));
  ASSERT_TRUE(journal->sync());
  const Bytes old = *disk_.read(kPlace.directory / journal_name(1), kAnyLength);
  ASSERT_TRUE(journal->rotate(Records{record("vote")}));
  auto put_back = disk_.create(kPlace.directory / journal_name(1));
  ASSERT_TRUE((*put_back)->append(old));
  disk_.contents(kPlace.directory / journal_name(2))->back() ^= 1U;
  EXPECT_EQ(refused(), JournalError::Damaged);
}

TEST_F(JournalTest, AGenerationUnderAnotherNameIsDamage) {
  create();
  ASSERT_TRUE(disk_.rename(kPlace.directory / journal_name(1), kPlace.directory / journal_name(5)));
  EXPECT_EQ(refused(), JournalError::Damaged);
}

TEST_F(JournalTest, WhatWasReplayedLastsEvenIfItsWriterNeverSyncedIt) {
  auto journal = create();
  journal->append(record("one"));
  disk_.lie_about_syncs(true);
  ASSERT_TRUE(journal->sync());
  disk_.lie_about_syncs(false);
  EXPECT_EQ(replayed(), Records{record("one")});
  disk_.restart(Loss::Everything);
  EXPECT_EQ(replayed(), Records{record("one")});
}

TEST_F(JournalTest, AfterAFailedSyncNothingIsTriedAgain) {
  for (const auto& [failed, reported] : {std::pair{FileError::Full, JournalError::Full},
                                         std::pair{FileError::Io, JournalError::FatalIoError}}) {
    CrashDisk disk(1);
    auto journal = std::move(Journal::create(disk, kPlace)->journal);
    journal->append(record("one"));
    disk.fail_at(disk.operations() + 1, failed);
    EXPECT_EQ(journal->sync().error(), reported);
    const std::uint64_t operations = disk.operations();
    journal->append(record("two"));
    EXPECT_EQ(journal->sync().error(), reported);
    EXPECT_EQ(journal->rotate({}).error(), reported);
    EXPECT_EQ(disk.operations(), operations);
  }
}

TEST_F(JournalTest, ANewRecordIsMarkedAndSetsTheOldOneAside) {
  auto journal = create();
  EXPECT_EQ(journal->origin(), RecordOrigin::Initial);
  journal->append(record("vote"));
  ASSERT_TRUE(journal->sync());
  disk_.contents(kPlace.directory / journal_name(1))->back() ^= 1U;
  ASSERT_EQ(refused(), JournalError::Damaged);
  auto restarted = Journal::start_new_record(disk_, kPlace, Records{record("C15")});
  ASSERT_TRUE(restarted.has_value());
  ASSERT_TRUE(restarted->journal->rotate(restarted->replay.records));
  auto opened = Journal::open(disk_, kPlace);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->replay.origin, RecordOrigin::Restarted);
  EXPECT_EQ(opened->replay.generation, 3U);
  EXPECT_EQ(opened->replay.records, Records{record("C15")});
  EXPECT_NE(disk_.contents(kPlace.directory / set_aside_name(1)), nullptr);
}

TEST_F(JournalTest, ANewRecordCanBeginWhereThereWasNone) {
  auto restarted = Journal::start_new_record(disk_, kPlace, {});
  ASSERT_TRUE(restarted.has_value());
  EXPECT_TRUE(replayed().empty());
}

TEST_F(JournalTest, LookingChangesNothingAndSeesWhatOpeningWould) {
  auto journal = create();
  journal->append(record("one"));
  ASSERT_TRUE(journal->sync());
  disk_.contents(kPlace.directory / journal_name(1))->push_back('V');
  const Bytes before = *disk_.contents(kPlace.directory / journal_name(1));
  const auto seen = Journal::look(disk_, kPlace);
  ASSERT_TRUE(seen.has_value());
  EXPECT_EQ(seen->records, Records{record("one")});
  EXPECT_EQ(seen->torn_bytes, 1U);
  EXPECT_EQ(*disk_.contents(kPlace.directory / journal_name(1)), before);
  disk_.contents(kPlace.directory / journal_name(1))->front() ^= 1U;
  EXPECT_EQ(Journal::look(disk_, kPlace).error(), JournalError::Damaged);
}

TEST(JournalOnDisk, ReplaysWhatWasSynced) {
  const TempDirectory directory;
  PosixFileOps files;
  const JournalPlace place{.directory = directory.path() / "safety", .identity = {9}};
  {
    auto opened = Journal::create(files, place);
    ASSERT_TRUE(opened.has_value());
    opened->journal->append(record("vote"));
    ASSERT_TRUE(opened->journal->sync());
    ASSERT_TRUE(opened->journal->rotate(Records{record("kept")}));
    opened->journal->append(record("later"));
    ASSERT_TRUE(opened->journal->sync());
  }
  const auto opened = Journal::open(files, place);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->replay.records, (Records{record("kept"), record("later")}));
}

}  // namespace
}  // namespace vitalstream::storage
