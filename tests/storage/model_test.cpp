// The stores whose keys are the caller's, against the simplest thing that could be right: a
// std::map. Random blocks, snapshots, scans in both directions, flushes, merges and reopenings.

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

#include "storage/database.hpp"
#include "tests/unit/storage/a_block.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

using Model = std::map<std::string, std::string>;

constexpr std::uint64_t kBlocks = 1'200;
constexpr std::uint64_t kKeys = 3'000;

class ModelTest : public ::testing::Test {
 protected:
  void SetUp() override { reopen(); }

  void reopen() {
    database_.reset();
    DatabaseOptions options;
    options.missing = MissingDatabase::Create;
    options.write_buffer_bytes = 1024 * 1024;
    auto opened = Database::open(directory_.path() / "db", options);
    ASSERT_TRUE(opened.has_value()) << opened.error().detail;
    database_ = std::move(*opened);
    ASSERT_TRUE(database_->release_deletions());
  }

  std::string some_key() { return "key/" + std::to_string(random_() % kKeys); }

  void commit_block(std::uint64_t height) {
    BlockBuilder block = a_block(*database_, height);
    const std::uint64_t changes = random_() % 60;
    for (std::uint64_t change = 0; change < changes; ++change) {
      const std::string key = some_key();
      if (random_() % 4 == 0) {
        block.with([&](CommitBatch& batch) { batch.erase_state(as_bytes(key)); });
        model_.erase(key);
      } else {
        model_[key] = std::string(random_() % 200, static_cast<char>('a' + height % 26));
        block.with_state(key, model_[key]);
      }
    }
    ASSERT_TRUE(database_->commit(block.build()));
  }

  static void expect_same(const ReadView& view, const Model& model, const std::string& key) {
    const auto value = view.state(as_bytes(key));
    ASSERT_TRUE(value.has_value());
    const auto expected = model.find(key);
    ASSERT_EQ(value->has_value(), expected != model.end()) << key;
    if (*value) {
      ASSERT_EQ(as_text(**value), expected->second) << key;
    }
  }

  void expect_same_scan(const ReadView& view, const Model& model, ScanOrder order) {
    ScanRequest request = scan_prefix(ScanSource::State, as_bytes("key/"));
    request.order = order;
    request.entries_max = 1 + random_() % 400;
    std::vector<std::pair<std::string, std::string>> found;
    for (bool has_more = true; has_more;) {
      const auto page = view.scan(request);
      ASSERT_TRUE(page.has_value());
      for (const KeyValue& entry : page->entries) {
        found.emplace_back(as_text(entry.key), as_text(entry.value));
      }
      has_more = page->has_more;
      if (has_more) {
        request.after = page->entries.back().key;
      }
    }
    std::vector<std::pair<std::string, std::string>> expected(model.begin(), model.end());
    if (order == ScanOrder::Descending) {
      std::ranges::reverse(expected);
    }
    ASSERT_EQ(found, expected);
  }

  std::mt19937_64 random_{20'260'103};
  TempDirectory directory_;
  std::unique_ptr<Database> database_;
  Model model_;
};

TEST_F(ModelTest, TheDatabaseIsAMap) {
  std::optional<ReadView> snapshot;
  Model at_snapshot;
  for (std::uint64_t height = 1; height <= kBlocks; ++height) {
    commit_block(height);
    for (int count = 0; count < 5; ++count) {
      expect_same(database_->latest(), model_, some_key());
      if (snapshot) {
        expect_same(*snapshot, at_snapshot, some_key());
      }
    }
    if (height % 40 == 0) {
      expect_same_scan(database_->latest(), model_, ScanOrder::Ascending);
      expect_same_scan(database_->latest(), model_, ScanOrder::Descending);
      if (snapshot) {
        expect_same_scan(*snapshot, at_snapshot, ScanOrder::Descending);
      }
      snapshot = database_->snapshot();
      at_snapshot = model_;
    }
    if (height % 300 == 0) {
      snapshot.reset();
      ASSERT_TRUE(database_->sync());
      reopen();
    }
  }
}

}  // namespace
}  // namespace vitalstream::storage
