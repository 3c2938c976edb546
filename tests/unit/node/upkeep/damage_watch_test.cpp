// Damage raises the alarm once; what follows from the blocks is made anew, and of the rest it is
// said what to do.
#include "node/upkeep/damage_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "node/commit/commit_pipeline.hpp"
#include "support/an_encrypted_ledger.hpp"

namespace vitalstream::node {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr std::chrono::seconds kPatience{60};

class DamageWatchTest : public ::testing::Test {
 protected:
  DamageWatchTest() {
    auto& ledger = encrypted_.ledger();
    // So many that a table has pages which are needed by none but their readers.
    std::vector<testing::Pending> entries;
    for (int number = 0; number < 150; ++number) {
      const std::string text = std::to_string(number);
      entries.push_back(ledger.pending(
          ledger::testing::TransactionBuilder{}
              .jti("e" + text)
              .op("audit.append", R"({"type":"t","source":"s","actor":"a)" + text +
                                      R"(","subject":"p)" + text + R"(","outcome":"success"})")));
    }
    std::ignore =
        ledger.commit_blocks({{ledger.put("a", Bytes(9'000, 1))}, entries, {ledger.put("b")}});
  }
  void watch(std::uint64_t bytes_per_second) {
    auto& ledger = encrypted_.ledger();
    DamageWatch::Parts parts{
        .ledger = {ledger.rules(), testing::a_genesis(), ledger.database()},
        .faults = encrypted_.faults(),
        .tour = {&ledger.database(), encrypted_.keys(), encrypted_.folder(), 0},
        .bytes_per_second = bytes_per_second,
        .need = need_,
        .between_blocks =
            [this](std::function<void()> work) {
              if (pipeline_) {
                pipeline_->between_blocks(std::move(work));
              } else {
                commits_.post(std::move(work));
              }
            },
        .is_disk_low = [this] { return is_disk_low_; }};
    parts.on_damage = [this](const std::string& family, const DamagedFile& file) {
      tell("damage " + family + " " + file.name);
    };
    parts.on_merges_rest = [this](const std::string& family) { tell("merges rest " + family); };
    parts.on_repair_begun = [this] { tell("repair begun"); };
    parts.on_repaired = [this](consensus::Height height) {
      tell("repaired " + std::to_string(height.value()));
    };
    parts.on_not_repaired = [this](const std::string& reason) { tell("not repaired " + reason); };
    watch_ = std::make_unique<DamageWatch>(std::move(parts));
    watch_->start();
  }
  // That a line which contains this has been told.
  [[nodiscard]] bool is_told(const std::string& text) {
    std::unique_lock lock(mutex_);
    return news_.wait_for(lock, kPatience, [&] {
      return std::ranges::any_of(
          told_, [&](const std::string& line) { return line.find(text) != std::string::npos; });
    });
  }
  [[nodiscard]] std::size_t count_of(const std::string& text) {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count_if(
        told_, [&](const std::string& line) { return line.find(text) != std::string::npos; }));
  }
  template <class Condition>
  [[nodiscard]] bool comes_true(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > end) {
        return false;
      }
      std::this_thread::yield();
    }
    return true;
  }
  [[nodiscard]] auto all_of_the_state() {
    return encrypted_.ledger().database().latest().scan(
        storage::scan_prefix(storage::ScanSource::State, {}));
  }

  // Goes on where the database ends; a block that needs the state waits for the watch.
  void open_pipeline() {
    auto& ledger = encrypted_.ledger();
    CommitPipeline::Events events;
    events.on_final = [](const Delivery&) {};
    events.on_ordered = [this](const OrderedBlock& block) {
      tell("ordered " + std::to_string(block.height));
    };
    events.on_executed = [](consensus::Height, const consensus::ExecutedRoot&) {};
    events.on_content_wanted = [](const std::vector<consensus::BatchDigest>&) {};
    events.on_committed = [this](const CommittedBlock& block) {
      tell("committed " + std::to_string(block.height));
    };
    events.on_failure = [this](const std::string& reason) { tell("stopped: " + reason); };
    events.on_unreadable = events.on_failure;
    pipeline_ = std::make_unique<CommitPipeline>(
        std::move(*BlockCommitter::open(ledger.rules(), testing::a_genesis(), ledger.database())),
        need_, metrics_, std::move(events));
  }
  void deliver(std::string_view jti) {
    auto& ledger = encrypted_.ledger();
    pipeline_->deliver(ledger.deliver({ledger.close({ledger.put(jti)})}));
  }

  testing::AnEncryptedLedger encrypted_;
  Metrics metrics_{"1.2.3"};
  StateNeed need_;
  std::unique_ptr<CommitPipeline> pipeline_;
  std::unique_ptr<DamageWatch> watch_;
  bool is_disk_low_ = false;  // set before it watches

 private:
  void tell(std::string line) {
    const std::lock_guard lock(mutex_);
    told_.push_back(std::move(line));
    news_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable news_;
  std::vector<std::string> told_;
  SerialThread commits_{QueueId::Commit};
};

TEST_F(DamageWatchTest, WhatAReaderMeetsInTheStateIsMadeAnew) {
  const auto before = all_of_the_state();
  encrypted_.damage("state");
  watch(0);
  EXPECT_EQ(all_of_the_state().error(), storage::StorageError::Corruption);
  ASSERT_TRUE(is_told("repaired 3"));
  EXPECT_TRUE(is_told("damage state "));
  EXPECT_EQ(count_of("repair begun"), 1U);
  const auto after = all_of_the_state();
  ASSERT_TRUE(after);
  ASSERT_EQ(after->entries.size(), before->entries.size());
  for (std::size_t i = 0; i < after->entries.size(); ++i) {
    EXPECT_EQ(after->entries[i].key, before->entries[i].key);
    EXPECT_EQ(after->entries[i].value, before->entries[i].value);
  }
  EXPECT_TRUE(comes_true([&] {
    const DamageStatus status = watch_->status();
    return status.files.empty() && !status.is_repairing && status.repairs == 1;
  }));
  EXPECT_EQ(damage_words(watch_->status()), "");
}

TEST_F(DamageWatchTest, ARepairDoesNotTakeTheLastRoomOfTheDisk) {
  encrypted_.damage("state");
  is_disk_low_ = true;
  watch(0);
  EXPECT_EQ(all_of_the_state().error(), storage::StorageError::Corruption);
  EXPECT_TRUE(is_told("not repaired the disk is nearly full"));
  EXPECT_TRUE(comes_true([&] { return !watch_->status().obstacle.empty(); }));
  EXPECT_FALSE(watch_->status().is_repairing);
  EXPECT_EQ(watch_->status().repairs, 0U);
  EXPECT_THAT(damage_words(watch_->status()), HasSubstr("nearly full"));
}

TEST_F(DamageWatchTest, TheTourFindsItBeforeAnybodyAsks) {
  encrypted_.damage("index");
  watch(1'000'000'000);
  EXPECT_TRUE(is_told("damage index "));
  EXPECT_TRUE(is_told("repaired 3"));
  EXPECT_TRUE(
      comes_true([&] { return watch_->status().rounds >= 2 && watch_->status().repairs == 1; }));
  EXPECT_EQ(count_of("damage"), 1U) << "the alarm is raised once";
}

TEST_F(DamageWatchTest, WhatDoesNotFollowFromTheBlocksIsNamedWithTheCommand) {
  encrypted_.damage("attachments");
  watch(1'000'000'000);
  EXPECT_TRUE(is_told("damage attachments "));
  EXPECT_TRUE(comes_true([&] { return watch_->status().rounds >= 2; }));
  EXPECT_EQ(count_of("repair begun"), 0U);
  EXPECT_THAT(damage_words(watch_->status()), HasSubstr("vitalstream ledger rebuild"));
}

TEST_F(DamageWatchTest, ABlockThatNeedsTheStateWaitsForIt) {
  watch(0);
  EXPECT_TRUE(need_.wait());
  EXPECT_TRUE(is_told("repaired 3"));
  EXPECT_TRUE(comes_true([&] { return watch_->status().repairs == 1; }));
  EXPECT_EQ(count_of("repair begun"), 1U);
}

TEST_F(DamageWatchTest, ABlockThatNeedsADamagedPageIsCommittedOnceItIsMadeAnew) {
  encrypted_.damage("state");
  open_pipeline();
  watch(0);
  deliver("c");
  deliver("d");
  EXPECT_TRUE(is_told("committed 5"));
  EXPECT_TRUE(is_told("committed 4"));
  EXPECT_TRUE(is_told("repaired 3"));
  EXPECT_EQ(count_of("stopped"), 0U);
  EXPECT_EQ(count_of("ordered 4"), 1U) << "once, though it was tried twice";
  watch_->finish();
  pipeline_->finish();
}

TEST_F(DamageWatchTest, WhereItCannotBeMadeAnewTheBlockStopsTheProcess) {
  encrypted_.damage("batches");
  encrypted_.damage("state");
  open_pipeline();
  watch(0);
  deliver("c");
  EXPECT_TRUE(is_told("not repaired block 1: "));
  EXPECT_TRUE(is_told("stopped: block 4 cannot be executed, since the state is damaged"));
  EXPECT_EQ(count_of("committed"), 0U);
  watch_->finish();
  pipeline_->finish();
}

TEST_F(DamageWatchTest, WhereTheLogIsDamagedTooItIsSaidAndNobodyWaits) {
  encrypted_.damage("batches");
  encrypted_.damage("state");
  watch(1'000'000'000);
  EXPECT_TRUE(is_told("not repaired block 1: "));
  EXPECT_TRUE(comes_true([&] { return !watch_->status().obstacle.empty(); }));
  EXPECT_FALSE(need_.wait());
  EXPECT_THAT(damage_words(watch_->status()), HasSubstr("could not be made anew (block 1: "));
  EXPECT_EQ(watch_->status().repairs, 0U);
}

}  // namespace
}  // namespace vitalstream::node
