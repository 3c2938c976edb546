// The state made anew beside the one in use: nothing of it is seen before the exchange, and all of
// it after, whatever is opened again in between.
#include "storage/fresh_state.hpp"

#include <rocksdb/db.h>

#include <algorithm>

#include "tests/unit/storage/database_fixture.hpp"

namespace vitalstream::storage {
namespace {

class FreshStateTest : public DatabaseFixture {
 protected:
  void SetUp() override {
    DatabaseFixture::SetUp();
    commit(1, "old");
  }
  void commit(std::uint64_t height, const char* value) {
    ASSERT_TRUE(database_->commit(
        a_block(*database_, height).with_state("key", value).with_index("key", value).build()));
  }
  std::unique_ptr<FreshState> begin() {
    auto fresh = database_->begin_fresh_state();
    EXPECT_TRUE(fresh);
    return std::move(*fresh);
  }
  // With this under the key, and another key erased.
  std::unique_ptr<FreshState> filled(const char* value) {
    auto fresh = begin();
    EXPECT_TRUE(fresh->write(
        {.state = {{as_bytes("key"), as_bytes(value)}, {as_bytes("other"), as_bytes("gone")}},
         .index = {{as_bytes("key"), as_bytes(value)}}}));
    EXPECT_TRUE(fresh->write({.state = {{as_bytes("other"), std::nullopt}}, .index = {}}));
    return fresh;
  }
  static std::string state(const ReadView& view) {
    const auto read = view.state(as_bytes("key"));
    return read && *read ? std::string(as_text(**read)) : "nothing";
  }
  static std::string index(const ReadView& view) {
    const auto page = view.scan(scan_prefix(ScanSource::Index, as_bytes("key")));
    return page && page->entries.size() == 1 ? std::string(as_text(page->entries[0].value))
                                             : "nothing";
  }
  [[nodiscard]] std::vector<std::string> families_of_the_state() const {
    std::vector<std::string> names;
    EXPECT_TRUE(
        rocksdb::DB::ListColumnFamilies({}, (directory_.path() / "db").string(), &names).ok());
    std::erase_if(names, [](const std::string& name) {
      return !name.starts_with("state") && !name.starts_with("index");
    });
    std::ranges::sort(names);
    return names;
  }
};

TEST_F(FreshStateTest, BeforeItIsUsedOnlyItsMakerSeesIt) {
  const auto fresh = filled("new");
  EXPECT_EQ(state(database_->latest()), "old");
  EXPECT_EQ(index(database_->snapshot()), "old");
  EXPECT_EQ(state(fresh->latest()), "new");
  EXPECT_EQ(index(fresh->latest()), "new");
  EXPECT_FALSE(*fresh->latest().state(as_bytes("other")));
}

TEST_F(FreshStateTest, OnceItIsUsedItIsTheStateForReadersAndCommits) {
  const ReadView before = database_->snapshot();
  const auto fresh = filled("new");
  ASSERT_TRUE(database_->use_state(*fresh));
  EXPECT_EQ(state(database_->latest()), "new");
  EXPECT_EQ(index(database_->snapshot()), "new");
  EXPECT_EQ(state(before), "old") << "a view keeps the state of its moment";
  commit(2, "newer");
  EXPECT_EQ(state(database_->latest()), "newer");
  EXPECT_EQ(index(database_->latest()), "newer");
}

TEST_F(FreshStateTest, AfterReopeningTheOneInUseIsThereAlone) {
  {
    const auto fresh = filled("new");
    ASSERT_TRUE(database_->use_state(*fresh));
    commit(2, "newer");
  }
  reopen();
  EXPECT_EQ(state(database_->latest()), "newer");
  EXPECT_EQ(index(database_->latest()), "newer");
  EXPECT_EQ(families_of_the_state(), (std::vector<std::string>{"index.1", "state.1"}));
  {
    const auto again = filled("newest");
    ASSERT_TRUE(database_->use_state(*again));
  }
  reopen();
  EXPECT_EQ(state(database_->latest()), "newest");
  EXPECT_EQ(families_of_the_state(), (std::vector<std::string>{"index.2", "state.2"}));
}

TEST_F(FreshStateTest, WhatIsNotUsedLeavesNothing) {
  { const auto fresh = filled("new"); }
  EXPECT_EQ(state(database_->latest()), "old");
  reopen();
  EXPECT_EQ(state(database_->latest()), "old");
  EXPECT_EQ(families_of_the_state(), (std::vector<std::string>{"index", "state"}));
}

TEST_F(FreshStateTest, ADatabaseLeftInTheMiddleOfItIsTheOneBefore) {
  const auto fresh = filled("new");
  const auto copy = directory_.path() / "copy";
  ASSERT_TRUE(database_->checkpoint(copy));
  const auto left = Database::open(copy, {});
  ASSERT_TRUE(left);
  EXPECT_EQ(state((*left)->latest()), "old");
  // What was left is no obstacle to beginning anew.
  auto again = (*left)->begin_fresh_state();
  ASSERT_TRUE(again);
  ASSERT_TRUE((*left)->use_state(**again));
  EXPECT_EQ(state((*left)->latest()), "nothing");
}

TEST_F(FreshStateTest, ReadingAloneDropsNothing) {
  const auto fresh = filled("new");
  const auto copy = directory_.path() / "copy";
  ASSERT_TRUE(database_->checkpoint(copy));
  DatabaseOptions options;
  options.access = DatabaseAccess::Read;
  const auto left = Database::open(copy, options);
  ASSERT_TRUE(left);
  EXPECT_EQ(state((*left)->latest()), "old");
}

TEST_F(FreshStateTest, ItsFilesAreThoseOfTheStateAndThoseBeforeAreGone) {
  reopen();
  reopen();
  const auto of_state = [&] {
    std::vector<std::string> names;
    for (const FamilyFile& file : database_->files()) {
      if (file.family == "state") {
        names.push_back(file.name);
      }
    }
    return names;
  };
  const auto before = of_state();
  ASSERT_FALSE(before.empty());
  {
    const auto fresh = filled("new");
    ASSERT_TRUE(database_->use_state(*fresh));
  }
  reopen();
  for (const std::string& name : before) {
    EXPECT_EQ(std::ranges::count(of_state(), name), 0) << name;
  }
}

}  // namespace
}  // namespace vitalstream::storage
