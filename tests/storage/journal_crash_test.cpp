// Every crash point of the safety record, plain and encrypted: before and after each file operation
// of its creation, its syncs, its rotations and its recovery, with every loss mode. What a sync
// acknowledged is replayed; what was in flight is there as a whole or not at all.

#include <gtest/gtest.h>

#include <iostream>
#include <string>
#include <tuple>

#include "storage/journal.hpp"
#include "tests/storage/record_disk.hpp"

namespace vitalstream::storage {
namespace {

const JournalPlace kPlace{.directory = "/data/safety", .identity = {1, 2, 3}};
constexpr std::uint64_t kSeedsPerPoint = 12;

using Records = std::vector<Bytes>;

Bytes record(std::uint64_t number, std::size_t bytes) {
  Bytes made(bytes);
  for (std::size_t at = 0; at < bytes; ++at) {
    made[at] = static_cast<std::uint8_t>(number * 131 + at * 7 + 1);
  }
  return made;
}

// What may be found after a crash: the state before the operation in flight, or after it.
struct Expected {
  bool is_created = false;
  Records before;
  Records after;
};

// One life of a journal; stops at the first failure, as the process would.
class Workload {
 public:
  explicit Workload(FileOps& files) : files_(files) {}

  void run() {
    auto opened = Journal::create(files_, kPlace);
    if (!opened) {
      return;
    }
    journal_ = std::move(opened->journal);
    expected_.is_created = true;
    const bool done = sync_group({40, 700}) && sync_group({3'000}) && sync_group({1, 513, 9'000}) &&
                      rotate() && sync_group({250}) && rotate_with_pending() && sync_group({5'000});
    is_done_ = done;
  }

  [[nodiscard]] const Expected& expected() const { return expected_; }
  [[nodiscard]] bool is_done() const { return is_done_; }

 private:
  bool settle(const Result<void, JournalError>& outcome) {
    if (outcome) {
      expected_.before = expected_.after;
    }
    return outcome.has_value();
  }

  void append(std::size_t bytes) {
    expected_.after.push_back(record(next_++, bytes));
    journal_->append(expected_.after.back());
  }

  bool sync_group(std::initializer_list<std::size_t> sizes) {
    for (const std::size_t bytes : sizes) {
      append(bytes);
    }
    return settle(journal_->sync());
  }

  bool rotate() {
    expected_.after = {record(next_++, 600)};
    return settle(journal_->rotate(expected_.after));
  }

  bool rotate_with_pending() {
    const Records kept{record(next_++, 90), record(next_++, 2'000)};
    expected_.after = kept;
    append(333);
    return settle(journal_->rotate(kept));
  }

  FileOps& files_;
  std::unique_ptr<Journal> journal_;
  Expected expected_;
  std::uint64_t next_ = 1;
  bool is_done_ = false;
};

// Opens what a crash left and checks it; true if the record held what it had to.
::testing::AssertionResult recovers(RecordDisk& record_disk, const Expected& expected) {
  CrashDisk& disk = record_disk.disk();
  auto opened = Journal::open(record_disk.files(), kPlace);
  if (!opened) {
    if (opened.error() == JournalError::MissingRecord && !expected.is_created) {
      return ::testing::AssertionSuccess();
    }
    return ::testing::AssertionFailure() << to_string(opened.error());
  }
  const Records& records = opened->replay.records;
  if (records != expected.before && records != expected.after) {
    return ::testing::AssertionFailure()
           << records.size() << " records, expected " << expected.before.size() << " or "
           << expected.after.size();
  }
  // It goes on from there, and what it adds lasts.
  Records longer = records;
  longer.push_back(record(999, 1'000));
  opened->journal->append(longer.back());
  if (!opened->journal->sync()) {
    return ::testing::AssertionFailure() << "cannot go on";
  }
  disk.restart(Loss::Everything);
  auto again = Journal::open(record_disk.files(), kPlace);
  if (!again || again->replay.records != longer) {
    return ::testing::AssertionFailure() << "lost what was added after the recovery";
  }
  return ::testing::AssertionSuccess();
}

std::uint64_t operations_of_workload(RecordForm form) {
  RecordDisk disk(form, 1);
  Workload workload(disk.files());
  workload.run();
  EXPECT_TRUE(workload.is_done());
  return disk.disk().operations();
}

std::string describe(CrashPoint point, Loss loss, std::uint64_t seed) {
  return std::string(point.is_after ? "after" : "before") + " operation " +
         std::to_string(point.operation) + ", loss " + std::to_string(static_cast<int>(loss)) +
         ", seed " + std::to_string(seed);
}

class JournalCrash : public ::testing::TestWithParam<std::tuple<RecordForm, Loss>> {
 protected:
  static RecordForm form() { return std::get<0>(GetParam()); }
  static Loss loss() { return std::get<1>(GetParam()); }
};

TEST_P(JournalCrash, LosesNothingAcknowledgedAtAnyPoint) {
  const std::uint64_t operations = operations_of_workload(form());
  ASSERT_GE(operations, 25U);
  std::cout << operations << " operations\n";
  for (std::uint64_t operation = 0; operation < operations; ++operation) {
    for (const bool is_after : {false, true}) {
      for (std::uint64_t seed = 0; seed < kSeedsPerPoint; ++seed) {
        const CrashPoint point{.operation = operation, .is_after = is_after};
        RecordDisk disk(form(), seed);
        disk.disk().crash_at(point);
        Workload workload(disk.files());
        workload.run();
        ASSERT_TRUE(disk.disk().has_crashed());
        disk.disk().restart(loss());
        EXPECT_TRUE(recovers(disk, workload.expected())) << describe(point, loss(), seed);
      }
    }
  }
}

TEST_P(JournalCrash, SurvivesACrashDuringRecovery) {
  const std::uint64_t operations = operations_of_workload(form());
  constexpr std::uint64_t kRecoveryOperationsMax = 6;
  for (std::uint64_t operation = 0; operation < operations; ++operation) {
    for (std::uint64_t inner = 0; inner < 2 * kRecoveryOperationsMax; ++inner) {
      const CrashPoint point{.operation = operation, .is_after = true};
      RecordDisk disk(form(), operation * 100 + inner);
      disk.disk().crash_at(point);
      Workload workload(disk.files());
      workload.run();
      disk.disk().restart(loss());
      disk.disk().crash_at({.operation = inner / 2, .is_after = inner % 2 == 1});
      const auto interrupted = Journal::open(disk.files(), kPlace);
      disk.disk().restart(loss());
      EXPECT_TRUE(recovers(disk, workload.expected())) << describe(point, loss(), inner);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EveryLoss, JournalCrash,
                         ::testing::Combine(::testing::ValuesIn(kRecordForms),
                                            ::testing::ValuesIn(kLosses)));

class JournalCrashControl : public ::testing::TestWithParam<RecordForm> {};

TEST_P(JournalCrashControl, ADiskThatLiesAboutSyncsIsNoticed) {
  RecordDisk disk(GetParam(), 1);
  disk.disk().lie_about_syncs(true);
  Workload workload(disk.files());
  workload.run();
  ASSERT_TRUE(workload.is_done());
  disk.disk().restart(Loss::Everything);
  EXPECT_FALSE(recovers(disk, workload.expected()));
}

TEST_P(JournalCrashControl, EveryFailedOperationStopsTheJournalForGood) {
  const std::uint64_t operations = operations_of_workload(GetParam());
  for (const FileError error : {FileError::Full, FileError::Io}) {
    for (std::uint64_t operation = 0; operation < operations; ++operation) {
      RecordDisk disk(GetParam(), operation);
      disk.disk().fail_at(operation, error);
      Workload workload(disk.files());
      workload.run();
      EXPECT_FALSE(workload.is_done());
      disk.disk().restart(Loss::Everything);
      EXPECT_TRUE(recovers(disk, workload.expected())) << operation;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Forms, JournalCrashControl, ::testing::ValuesIn(kRecordForms));

}  // namespace
}  // namespace vitalstream::storage
