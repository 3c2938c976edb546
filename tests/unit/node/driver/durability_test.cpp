// C14: a round is reported when it is on disk, and after a failure nothing is reported any more.
#include "node/driver/durability.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>

#include "storage/files/posix_file_ops.hpp"
#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A disk whose syncs fail once a test says so.
class FailingFiles final : public storage::FileOps {
 public:
  Result<std::unique_ptr<storage::AppendFile>, storage::FileError> create(
      const Path& path) override {
    return guarded(disk_.create(path));
  }
  Result<std::unique_ptr<storage::AppendFile>, storage::FileError> open_append(
      const Path& path) override {
    return guarded(disk_.open_append(path));
  }
  Result<Bytes, storage::FileError> read(const Path& path, std::uint64_t bytes_max) override {
    return disk_.read(path, bytes_max);
  }
  Result<void, storage::FileError> truncate(const Path& path, std::uint64_t bytes) override {
    return disk_.truncate(path, bytes);
  }
  Result<void, storage::FileError> rename(const Path& from, const Path& to) override {
    return disk_.rename(from, to);
  }
  Result<void, storage::FileError> unlink(const Path& path) override { return disk_.unlink(path); }
  Result<void, storage::FileError> make_directory(const Path& path) override {
    return disk_.make_directory(path);
  }
  Result<void, storage::FileError> sync_directory(const Path& path) override {
    return disk_.sync_directory(path);
  }
  Result<std::vector<std::string>, storage::FileError> list(const Path& path) override {
    return disk_.list(path);
  }
  void fail_syncs() { fails_ = true; }

 private:
  class GuardedFile final : public storage::AppendFile {
   public:
    GuardedFile(std::unique_ptr<storage::AppendFile> file, const std::atomic<bool>& fails)
        : file_(std::move(file)), fails_(fails) {}
    Result<void, storage::FileError> append(ByteView bytes) override {
      return file_->append(bytes);
    }
    Result<void, storage::FileError> sync() override {
      return fails_ ? Result<void, storage::FileError>(storage::FileError::Io) : file_->sync();
    }

   private:
    std::unique_ptr<storage::AppendFile> file_;
    const std::atomic<bool>& fails_;
  };
  Result<std::unique_ptr<storage::AppendFile>, storage::FileError> guarded(
      Result<std::unique_ptr<storage::AppendFile>, storage::FileError> opened) {
    if (!opened) {
      return opened;
    }
    return std::unique_ptr<storage::AppendFile>(
        std::make_unique<GuardedFile>(std::move(*opened), fails_));
  }

  storage::PosixFileOps disk_;
  std::atomic<bool> fails_{false};
};

class DurabilityTest : public ::testing::Test {
 protected:
  DurabilityTest()
      : place_{directory_.path() / "safety", Bytes{1}},
        journal_(std::move(storage::Journal::create(files_, place_)->journal)) {}

  // Runs the requests to their end, as a node does that stops.
  template <class Requests>
  void run(Requests requests) {
    Durability::Events events;
    events.on_durable = [this](EffectGate::Ticket ticket) {
      durable_.push_back(ticket);
      if (durable_.size() == 1 && on_first_) {
        on_first_();
      }
    };
    events.on_failure = [this](std::string reason) { failures_.push_back(std::move(reason)); };
    events.on_round = [this](Duration) { rounds_ += 1; };
    Durability durability(journal_.get(), ledger_.database(), std::move(events));
    requests(durability);
    durability.finish();
  }
  // What a restart would find.
  std::vector<Bytes> on_disk() {
    journal_.reset();
    return storage::Journal::open(files_, place_)->replay.records;
  }

  vitalstream::testing::TempDirectory directory_;
  FailingFiles files_;
  storage::JournalPlace place_;
  std::unique_ptr<storage::Journal> journal_;
  testing::ALedger ledger_;
  std::vector<EffectGate::Ticket> durable_;
  std::vector<std::string> failures_;
  std::function<void()> on_first_;  // on the journal's thread, at the first report
  int rounds_ = 0;
};

TEST_F(DurabilityTest, RecordsAreOnDiskInOrderOnceTheirTicketIsReported) {
  run([](Durability& durability) {
    durability.persist(1, {Bytes{1}, Bytes{2}});
    durability.persist(2, {Bytes{3}});
  });
  EXPECT_EQ(durable_.back(), 2U);
  EXPECT_THAT(on_disk(), ElementsAre(Bytes{1}, Bytes{2}, Bytes{3}));
}

TEST_F(DurabilityTest, WhatArrivesDuringARoundSharesTheNextOne) {
  std::promise<void> reported;
  std::promise<void> arrived;
  on_first_ = [&] {
    reported.set_value();
    arrived.get_future().wait();
  };
  run([&](Durability& durability) {
    durability.persist(1, {Bytes{7}});
    reported.get_future().wait();
    for (EffectGate::Ticket ticket = 2; ticket <= 200; ++ticket) {
      durability.persist(ticket, {Bytes{7}});
    }
    arrived.set_value();
  });
  EXPECT_THAT(durable_, ElementsAre(1U, 200U));
  EXPECT_EQ(rounds_, 2);
  EXPECT_EQ(on_disk().size(), 200U);
}

TEST_F(DurabilityTest, RotationReplacesWhatWasBeforeAndKeepsWhatComesAfter) {
  run([](Durability& durability) {
    durability.persist(1, {Bytes{1}});
    durability.rotate(2, {Bytes{8}, Bytes{9}});
    durability.persist(3, {Bytes{4}});
  });
  EXPECT_EQ(durable_.back(), 3U);
  EXPECT_THAT(on_disk(), ElementsAre(Bytes{8}, Bytes{9}, Bytes{4}));
}

TEST_F(DurabilityTest, AfterAFailedSyncNothingIsReportedAnyMore) {
  files_.fail_syncs();
  run([](Durability& durability) { durability.persist(1, {Bytes{1}}); });
  EXPECT_TRUE(durable_.empty());
  ASSERT_EQ(failures_.size(), 1U);
  EXPECT_THAT(failures_[0], HasSubstr("safety record"));
}

// C15: it then signs nothing, so a round is one of the database alone.
TEST_F(DurabilityTest, WithoutASafetyRecordTheDatabaseIsSyncedAllTheSame) {
  journal_.reset();
  run([](Durability& durability) {
    durability.persist(1, {Bytes{1}});
    durability.rotate(2, {Bytes{2}});
    durability.finish();
    EXPECT_EQ(durability.journal_bytes(), 0U);
  });
  EXPECT_EQ(durable_.back(), 2U);
  EXPECT_THAT(on_disk(), ElementsAre());
}

TEST_F(DurabilityTest, FailureIsToldOnceHoweverMuchComesAfterIt) {
  files_.fail_syncs();
  run([](Durability& durability) {
    durability.persist(1, {Bytes{1}});
    durability.persist(2, {Bytes{2}});
    durability.rotate(3, {Bytes{3}});
  });
  EXPECT_TRUE(durable_.empty());
  EXPECT_EQ(failures_.size(), 1U);
}

TEST_F(DurabilityTest, SizeOfTheRecordIsThatAfterTheLastRound) {
  run([](Durability& durability) {
    durability.persist(1, {Bytes(1'000, 1)});
    durability.finish();
    EXPECT_GT(durability.journal_bytes(), 1'000U);
  });
}

}  // namespace
}  // namespace vitalstream::node
