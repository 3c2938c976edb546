#include <algorithm>

#include "storage/limits.hpp"
#include "storage/read_view.hpp"
#include "tests/unit/storage/database_fixture.hpp"

namespace vitalstream::storage {
namespace {

class ReadViewScan : public DatabaseFixture {
 protected:
  void put(const std::vector<std::string>& keys) {
    BlockBuilder block = a_block(*database_, ++height_);
    for (const std::string& key : keys) {
      block.with_index(key, "v" + key);
    }
    ASSERT_TRUE(database_->commit(block.build()));
  }

  std::vector<std::string> scan(const ScanRequest& request, bool* has_more = nullptr) {
    const auto page = database_->latest().scan(request);
    EXPECT_TRUE(page.has_value());
    std::vector<std::string> keys;
    for (const KeyValue& entry : page->entries) {
      keys.emplace_back(as_text(entry.key));
      EXPECT_EQ(as_text(entry.value), "v" + keys.back());
    }
    if (has_more != nullptr) {
      *has_more = page->has_more;
    }
    return keys;
  }

  // All keys, page by page.
  std::vector<std::string> walk(ScanRequest request) {
    std::vector<std::string> keys;
    bool has_more = true;
    while (has_more) {
      const auto page = scan(request, &has_more);
      keys.insert(keys.end(), page.begin(), page.end());
      if (!page.empty()) {
        request.after = to_bytes(as_bytes(page.back()));
      }
    }
    return keys;
  }

  std::uint64_t height_ = 0;
};

using Keys = std::vector<std::string>;

TEST_F(ReadViewScan, FindsThePrefixAndNothingElse) {
  put({"a", "b", "b1", "b2", "c"});
  EXPECT_EQ(scan(scan_prefix(ScanSource::Index, as_bytes("b"))), (Keys{"b", "b1", "b2"}));
  EXPECT_TRUE(scan(scan_prefix(ScanSource::Index, as_bytes("bb"))).empty());
}

TEST_F(ReadViewScan, AnEmptyPrefixIsEverything) {
  put({"a", "\xFF\xFF"});
  EXPECT_EQ(scan(scan_prefix(ScanSource::Index, {})), (Keys{"a", "\xFF\xFF"}));
}

TEST_F(ReadViewScan, TakesARangeWithoutItsEnd) {
  put({"a", "b", "c", "d"});
  ScanRequest request;
  request.from = to_bytes(as_bytes("b"));
  request.to = to_bytes(as_bytes("d"));
  EXPECT_EQ(scan(request), (Keys{"b", "c"}));
}

TEST_F(ReadViewScan, PagesInBothOrdersCoverEverythingOnce) {
  Keys keys;
  for (int number = 100; number < 137; ++number) {
    keys.push_back("k" + std::to_string(number));
  }
  put(keys);
  ScanRequest request = scan_prefix(ScanSource::Index, as_bytes("k"));
  for (const std::size_t entries_max : {1U, 5U, 37U, 100U}) {
    request.entries_max = entries_max;
    request.order = ScanOrder::Ascending;
    EXPECT_EQ(walk(request), keys) << entries_max;
    request.order = ScanOrder::Descending;
    Keys reversed(keys.rbegin(), keys.rend());
    EXPECT_EQ(walk(request), reversed) << entries_max;
  }
}

TEST_F(ReadViewScan, GoesOnBeyondACursorThatIsGone) {
  put({"a", "c"});
  ScanRequest request = scan_prefix(ScanSource::Index, {});
  request.after = to_bytes(as_bytes("b"));
  EXPECT_EQ(scan(request), Keys{"c"});
  request.order = ScanOrder::Descending;
  EXPECT_EQ(scan(request), Keys{"a"});
}

TEST_F(ReadViewScan, ACursorOutsideTheRangeFindsNothingOutside) {
  put({"a", "b1", "b2", "c"});
  ScanRequest request = scan_prefix(ScanSource::Index, as_bytes("b"));
  request.after = to_bytes(as_bytes("z"));
  EXPECT_TRUE(scan(request).empty());
  request.order = ScanOrder::Descending;
  EXPECT_EQ(scan(request), (Keys{"b2", "b1"}));
  request.after = to_bytes(as_bytes("a"));
  EXPECT_TRUE(scan(request).empty());
}

TEST_F(ReadViewScan, SaysWhetherThereIsMore) {
  put({"a", "b"});
  ScanRequest request = scan_prefix(ScanSource::Index, {});
  bool has_more = false;
  request.entries_max = 1;
  scan(request, &has_more);
  EXPECT_TRUE(has_more);
  request.entries_max = 2;
  scan(request, &has_more);
  EXPECT_FALSE(has_more);
}

TEST_F(ReadViewScan, EndsAPageAtItsLimitOfBytes) {
  BlockBuilder block = a_block(*database_, 1);
  const std::string large(kScanBytesMax / 4, 'x');
  for (const char* key : {"1", "2", "3", "4", "5", "6", "7", "8"}) {
    block.with_state(key, large);
  }
  ASSERT_TRUE(database_->commit(block.build()));
  const auto page = database_->latest().scan(scan_prefix(ScanSource::State, {}));
  EXPECT_EQ(page->entries.size(), 4U);
  EXPECT_TRUE(page->has_more);
}

TEST_F(ReadViewScan, FindsTheFirstSealFromAHeightAndNothingBehindTheSeals) {
  const ReadView view = database_->latest();
  EXPECT_FALSE(view.first_seal_from(Height(0))->has_value());
  ASSERT_TRUE(database_->put_seal(Height(4), as_bytes("four")));
  ASSERT_TRUE(database_->put_seal(Height(300), as_bytes("three hundred")));
  EXPECT_EQ((**view.first_seal_from(Height(0))).height, Height(4));
  EXPECT_EQ((**view.first_seal_from(Height(4))).height, Height(4));
  EXPECT_EQ(as_text((**view.first_seal_from(Height(5))).value), "three hundred");
  EXPECT_FALSE(view.first_seal_from(Height(301))->has_value());
  EXPECT_EQ(as_text((**view.first_seal_from(Height(4))).value), "four");
}

TEST_F(ReadViewScan, FindsTheFirstFinalizationFromAHeight) {
  ASSERT_TRUE(database_->put_finalization(Height(4), as_bytes("four")));
  ASSERT_TRUE(database_->put_finalization(Height(300), as_bytes("three hundred")));
  const ReadView view = database_->latest();
  EXPECT_EQ((**view.first_finalization_from(Height(0))).height, Height(4));
  EXPECT_EQ((**view.first_finalization_from(Height(4))).height, Height(4));
  EXPECT_EQ((**view.first_finalization_from(Height(5))).height, Height(300));
  EXPECT_FALSE(view.first_finalization_from(Height(301))->has_value());
}

}  // namespace
}  // namespace vitalstream::storage
