#include "storage/database.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "tests/unit/storage/database_fixture.hpp"

namespace vitalstream::storage {
namespace {

using DatabaseTest = DatabaseFixture;

TEST_F(DatabaseTest, RefusesToMakeADatabaseThatShouldExist) {
  const auto opened = Database::open(directory_.path() / "none", DatabaseOptions{});
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().error, StorageError::Missing);
}

TEST_F(DatabaseTest, BeginsEmpty) {
  EXPECT_FALSE(database_->tip().has_value());
  const auto tip = database_->latest().tip();
  ASSERT_TRUE(tip.has_value());
  EXPECT_FALSE(tip->has_value());
  EXPECT_FALSE(database_->failure().has_value());
}

TEST_F(DatabaseTest, ABatchIsReadBackAndPendingUntilItsBlockIsCommitted) {
  const Bytes body(3'000, 7);
  ASSERT_TRUE(database_->put_batch(
      {.digest = numbered<BatchDigest>(1), .encoded = body, .attachments = {}}));
  const ReadView view = database_->latest();
  EXPECT_EQ(**view.batch(numbered<BatchDigest>(1)), body);
  EXPECT_TRUE(*view.has_batch(numbered<BatchDigest>(1)));
  EXPECT_FALSE(*view.has_batch(numbered<BatchDigest>(2)));
  EXPECT_EQ(*view.pending_batches(), std::vector{numbered<BatchDigest>(1)});
  ASSERT_TRUE(database_->commit(
      a_block(*database_, 1).with_batches({{numbered<BatchDigest>(1), 5}}).build()));
  EXPECT_TRUE(view.pending_batches()->empty());
  EXPECT_TRUE(*view.has_batch(numbered<BatchDigest>(1)));
}

TEST_F(DatabaseTest, ABatchThatIsHeldIsNotPendingAgain) {
  const NewBatch batch{
      .digest = numbered<BatchDigest>(1), .encoded = as_bytes("body"), .attachments = {}};
  ASSERT_TRUE(database_->put_batch(batch));
  ASSERT_TRUE(database_->commit(a_block(*database_, 1).with_batches({{batch.digest, 1}}).build()));
  ASSERT_TRUE(database_->put_batch(batch));
  EXPECT_TRUE(database_->latest().pending_batches()->empty());
}

TEST_F(DatabaseTest, WantedContentIsRememberedUntilItComes) {
  const std::vector wanted{numbered<BatchDigest>(1), numbered<BatchDigest>(2)};
  ASSERT_TRUE(database_->commit(a_block(*database_, 1)
                                    .with([&](CommitBatch& commit) {
                                      commit.want_content(wanted[1]);
                                      commit.want_content(wanted[0]);
                                    })
                                    .build()));
  EXPECT_EQ(*database_->latest().wanted_contents({}), wanted);
  EXPECT_EQ(*database_->latest().wanted_contents(wanted[0]), std::vector{wanted[1]});
  EXPECT_TRUE(database_->latest().wanted_contents(wanted[1])->empty());
  const std::array<NewAttachment, 1> attachments{
      NewAttachment{.position = {.item = 0, .number = 0}, .salt = {}, .content = as_bytes("x")}};
  ASSERT_TRUE(database_->put_content(wanted[0], attachments));
  EXPECT_EQ(database_->attachments().read_all(wanted[0])->size(), 1U);
  EXPECT_EQ(*database_->latest().wanted_contents({}), std::vector{wanted[1]});
}

TEST_F(DatabaseTest, RemovedBatchesAreGoneWithTheirAttachments) {
  const std::array<NewAttachment, 1> attachments{
      NewAttachment{.position = {.item = 0, .number = 0}, .salt = {}, .content = as_bytes("x")}};
  for (const std::uint64_t number : {1U, 2U}) {
    ASSERT_TRUE(database_->put_batch({.digest = numbered<BatchDigest>(number),
                                      .encoded = as_bytes("body"),
                                      .attachments = attachments}));
  }
  ASSERT_TRUE(database_->remove_batches(std::array{numbered<BatchDigest>(1)}));
  EXPECT_FALSE(*database_->latest().has_batch(numbered<BatchDigest>(1)));
  EXPECT_TRUE(database_->attachments().read_all(numbered<BatchDigest>(1))->empty());
  EXPECT_EQ(database_->attachments().read_all(numbered<BatchDigest>(2))->size(), 1U);
  EXPECT_EQ(*database_->latest().pending_batches(), std::vector{numbered<BatchDigest>(2)});
}

TEST_F(DatabaseTest, ACommittedBlockMovesTheTip) {
  ASSERT_TRUE(database_->commit(a_block(*database_, 1).build()));
  ASSERT_TRUE(database_->commit(a_block(*database_, 2).build()));
  const Tip expected{.height = Height(2), .digest = numbered<BlockDigest>(2)};
  EXPECT_EQ(database_->tip(), expected);
  EXPECT_EQ(**database_->latest().tip(), expected);
}

TEST_F(DatabaseTest, GoesOnFromItsTipAfterReopening) {
  ASSERT_TRUE(database_->commit(a_block(*database_, 1).build()));
  ASSERT_TRUE(database_->sync());
  reopen();
  ASSERT_TRUE(database_->tip().has_value());
  EXPECT_EQ(database_->tip()->height, Height(1));
  EXPECT_TRUE(database_->commit(a_block(*database_, 2).build()));
}

TEST_F(DatabaseTest, AsOfTheSnapshotLaterCommitsDoNotExist) {
  ASSERT_TRUE(database_->commit(a_block(*database_, 1).build()));
  const ReadView before = database_->snapshot();
  ASSERT_TRUE(database_->commit(a_block(*database_, 2).build()));
  EXPECT_EQ((**before.tip()).height, Height(1));
  EXPECT_FALSE(before.block(Height(2))->has_value());
  EXPECT_TRUE(database_->latest().block(Height(2))->has_value());
}

TEST_F(DatabaseTest, ALateFinalizationIsFound) {
  ASSERT_TRUE(database_->commit(a_block(*database_, 1).build()));
  ASSERT_TRUE(database_->put_finalization(Height(1), as_bytes("certificate")));
  EXPECT_EQ(as_text(**database_->latest().finalization(Height(1))), "certificate");
}

TEST_F(DatabaseTest, KeepsEvidence) {
  ASSERT_TRUE(database_->put_evidence(as_bytes("key"), as_bytes("two votes")));
  const auto evidence = database_->latest().evidence();
  ASSERT_EQ(evidence->size(), 1U);
  EXPECT_EQ(as_text(evidence->front().value), "two votes");
}

TEST_F(DatabaseTest, ReportsTheBytesOfEveryColumnFamily) {
  const auto usage = database_->usage();
  EXPECT_EQ(usage.size(), kColumnFamilies.size());
  EXPECT_EQ(usage.front().name, "batches");
  EXPECT_GT(usage.front().memory_bytes, 0U);
}

TEST_F(DatabaseTest, ReleasedDeletionsAreDone) { EXPECT_TRUE(database_->release_deletions()); }

TEST_F(DatabaseTest, ACheckpointIsTheDatabaseOfItsMoment) {
  ASSERT_TRUE(database_->commit(a_block(*database_, 1).build()));
  ASSERT_TRUE(database_->checkpoint(directory_.path() / "checkpoint"));
  ASSERT_TRUE(database_->commit(a_block(*database_, 2).build()));
  const auto opened = Database::open(directory_.path() / "checkpoint", {});
  ASSERT_TRUE(opened) << opened.error().detail;
  EXPECT_EQ((*opened)->tip()->height, Height(1));
  EXPECT_EQ(database_->tip()->height, Height(2));
}

TEST_F(DatabaseTest, ACheckpointOverwritesNothing) {
  ASSERT_TRUE(database_->checkpoint(directory_.path() / "checkpoint"));
  EXPECT_FALSE(database_->checkpoint(directory_.path() / "checkpoint"));
  EXPECT_FALSE(database_->failure()) << "and the database goes on";
}

std::set<std::string> names_of(const std::vector<FamilyFile>& files) {
  std::set<std::string> names;
  for (const FamilyFile& file : files) {
    names.insert(file.name);
  }
  return names;
}

// The blocks of three lives, so that there are tables, bodies and a log.
class RewriteTest : public DatabaseFixture {
 protected:
  void SetUp() override {
    DatabaseFixture::SetUp();
    for (std::uint64_t height = 1; height <= 3; ++height) {
      ASSERT_TRUE(database_->commit(
          a_block(*database_, height).with_state("key", std::to_string(height)).build()));
      ASSERT_TRUE(database_->put_finalization(Height(height), Bytes(1'000, 7)));
      reopen();
    }
    ASSERT_TRUE(database_->release_deletions());
  }
};

TEST_F(RewriteTest, LeavesNoOldFileAndEverythingReadable) {
  const std::set<std::string> before = names_of(database_->files());
  ASSERT_GT(before.size(), 3U);
  ASSERT_TRUE(database_->rewrite(
      [&](std::string_view name) { return before.contains(std::string(name)); }));
  for (const std::string& name : names_of(database_->files())) {
    EXPECT_FALSE(before.contains(name)) << name;
  }
  for (const std::string& name : before) {
    EXPECT_FALSE(std::filesystem::exists(directory_.path() / "db" / name)) << name;
  }
  reopen();
  EXPECT_EQ(database_->tip()->height, Height(3));
  EXPECT_EQ(**database_->latest().finalization(Height(2)), Bytes(1'000, 7));
  EXPECT_EQ(as_text(**database_->latest().state(as_bytes("key"))), "3");
}

TEST_F(RewriteTest, WhatIsNotOldStaysAsItIs) {
  const std::set<std::string> before = names_of(database_->files());
  ASSERT_TRUE(database_->rewrite([](std::string_view) { return false; }));
  for (const std::string& name : before) {
    EXPECT_TRUE(names_of(database_->files()).contains(name)) << name;
  }
}

TEST_F(RewriteTest, ReadingAloneChangesNoFile) {
  database_.reset();
  const auto listed = [&] {
    std::map<std::string, std::uintmax_t> sizes;
    for (const auto& entry : std::filesystem::directory_iterator(directory_.path() / "db")) {
      sizes.emplace(entry.path().filename().string(), entry.file_size());
    }
    return sizes;
  };
  const auto before = listed();
  DatabaseOptions options;
  options.access = DatabaseAccess::Read;
  {
    const auto opened = Database::open(directory_.path() / "db", options);
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_EQ((*opened)->tip()->height, Height(3));
    EXPECT_GT((*opened)->files().size(), 3U);
    EXPECT_FALSE((*opened)->put_evidence(as_bytes("key"), as_bytes("value")));
  }
  EXPECT_EQ(listed(), before);
}

// One byte in the middle of the first table of the state.
class DamagedTableTest : public DatabaseFixture {
 protected:
  void commit(std::uint64_t height) {
    BlockBuilder block = a_block(*database_, height);
    for (int key = 0; key < 200; ++key) {
      block.with_state("key " + std::to_string(key), std::string(100, 'v'));
    }
    ASSERT_TRUE(database_->commit(block.build()));
  }
  void damage_the_state() {
    const auto files = database_->files();
    const auto table = std::ranges::find(files, "state", &FamilyFile::family);
    ASSERT_NE(table, files.end());
    const auto path = directory_.path() / "db" / table->name;
    database_.reset();
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    const auto at = static_cast<std::streamoff>(std::filesystem::file_size(path) / 2);
    file.seekg(at);
    const char byte = static_cast<char>(file.get() ^ 1);
    file.seekp(at);
    file.put(byte);
  }
};

// RocksDB by itself takes damage that a merge meets for the end of the database: it would refuse
// every write from there on, and after each restart again.
TEST_F(DamagedTableTest, AMergeThatMeetsItLeavesEverythingAsItIsAndRests) {
  std::uint64_t height = 1;
  for (; height <= 4; ++height) {
    commit(height);
    reopen();
  }
  damage_the_state();
  std::vector<std::string> rested;
  // Each life leaves a table; some of them are merged.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(120);
  while (rested.empty() && std::chrono::steady_clock::now() < deadline) {
    reopen();
    commit(height++);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    rested = database_->rest_hindered_merges();
  }
  ASSERT_EQ(rested, std::vector<std::string>{"state"});
  for (const std::uint64_t last = height + 3; height < last; ++height) {
    commit(height);
    ASSERT_TRUE(database_->sync());
  }
  EXPECT_FALSE(database_->failure());
  EXPECT_EQ(as_text(**database_->latest().state(as_bytes("key 7"))), std::string(100, 'v'));
}

TEST_F(DamagedTableTest, AStateMadeAnewTakesItsPlace) {
  commit(1);
  reopen();
  reopen();
  damage_the_state();
  reopen();
  const auto all = [&] {
    ScanRequest request = scan_prefix(ScanSource::State, as_bytes("key"));
    request.entries_max = 1'000;
    return database_->latest().scan(request);
  };
  EXPECT_EQ(all().error(), StorageError::Corruption);
  {
    auto fresh = database_->begin_fresh_state();
    ASSERT_TRUE(fresh);
    ASSERT_TRUE((*fresh)->write({.state = {{as_bytes("key 1"), as_bytes("v")}}, .index = {}}));
    ASSERT_TRUE(database_->use_state(**fresh));
  }
  EXPECT_EQ(all()->entries.size(), 1U);
  reopen();
  EXPECT_EQ(all()->entries.size(), 1U);
}

class DatabaseDeathTest : public DatabaseFixture {};

TEST_F(DatabaseDeathTest, ABlockThatLeavesAGapIsABug) {
  EXPECT_DEATH(static_cast<void>(a_block(*database_, 2).build()), "invariant violated");
}

TEST_F(DatabaseDeathTest, AnIncompleteBlockIsABug) {
  EXPECT_DEATH(static_cast<void>(database_->commit(database_->begin_commit(
                   {.height = Height(1), .digest = numbered<BlockDigest>(1)}))),
               "invariant violated");
}

}  // namespace
}  // namespace vitalstream::storage
