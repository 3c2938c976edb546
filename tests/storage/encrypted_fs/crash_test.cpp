// A database on the encrypted file system loses power at every operation of the disk, before it and
// after it, with every kind of loss of what was not synced. It opens again, with all that was
// acknowledged and with a prefix of what was not, and goes on.
//
// VITALSTREAM_LOSSES says how many kinds of loss each crash point is tried with (scripts/nightly:
// all 6); one, another for each point, is the default.

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <vector>

#include "tests/storage/encrypted_fs/crash_file_system.hpp"
#include "tests/storage/encrypted_fs/encrypted_db.hpp"

namespace vitalstream::storage {
namespace {

constexpr const char* kDirectory = "/db";
constexpr std::uint64_t kSeed = 20'261'121;

std::uint64_t losses_per_point() {
  const char* text = std::getenv("VITALSTREAM_LOSSES");
  return text == nullptr ? 1 : std::strtoull(text, nullptr, 10);
}

struct Change {
  std::string key;
  std::optional<std::string> value;
};

// What a writer did, and how much of it was acknowledged as durable.
class Story {
 public:
  explicit Story(std::shared_ptr<CrashFileSystem> disk) : database_(kDirectory) {
    database_.beneath = std::move(disk);
  }

  // Opens, writes, syncs, flushes, compacts, changes the key, opens again. Ends at the crash.
  void tell() {
    for (int life = 0; life < 2 && database_.open().ok(); ++life) {
      for (int round = 0; round < 5; ++round) {
        if (!write(12) || !database_.db().FlushWAL(/*sync=*/true).ok()) {
          return;
        }
        acknowledged_ = changes_.size();
        // Appended, but not synced, before the next sync or the crash.
        if (!write(4) || !database_.db().FlushWAL(/*sync=*/false).ok()) {
          return;
        }
        if (round % 2 == 1 && !database_.db().Flush(rocksdb::FlushOptions()).ok()) {
          return;
        }
      }
      if (!database_.db().CompactRange({}, nullptr, nullptr).ok()) {
        return;
      }
      database_.keys->rotate();
    }
  }

  void close() { database_.close(); }

  // After the power has come back.
  void expect_nothing_lost() {
    const rocksdb::Status opened = database_.open();
    ASSERT_TRUE(opened.ok()) << opened.ToString();
    Contents found;
    const rocksdb::Status status = database_.read_all(found);
    ASSERT_TRUE(status.ok()) << status.ToString();
    Contents state;
    std::size_t told = 0;
    bool is_prefix = acknowledged_ == 0 && found.empty();
    while (!is_prefix && told < changes_.size()) {
      apply(changes_[told++], state);
      is_prefix = told >= acknowledged_ && state == found;
    }
    ASSERT_TRUE(is_prefix) << "acknowledged " << acknowledged_ << " of " << changes_.size()
                           << " changes, found " << found.size() << " keys";
    changes_.resize(told);
  }

  void expect_to_go_on() {
    Contents state;
    for (const Change& change : changes_) {
      apply(change, state);
    }
    const std::size_t before = changes_.size();
    ASSERT_TRUE(write(8));
    ASSERT_TRUE(database_.db().FlushWAL(/*sync=*/true).ok());
    const rocksdb::Status opened = database_.open();
    ASSERT_TRUE(opened.ok()) << opened.ToString();
    for (std::size_t index = before; index < changes_.size(); ++index) {
      apply(changes_[index], state);
    }
    Contents found;
    ASSERT_TRUE(database_.read_all(found).ok());
    EXPECT_EQ(found, state);
  }

 private:
  static void apply(const Change& change, Contents& state) {
    if (change.value) {
      state[change.key] = *change.value;
    } else {
      state.erase(change.key);
    }
  }

  bool write(int count) {
    for (int index = 0; index < count; ++index) {
      Change change{.key = "key-" + std::to_string(random_() % 40), .value = {}};
      if (random_() % 5 != 0) {
        change.value = std::string(random_() % 9 == 0 ? 2'000 : 30 + random_() % 60, 'v') +
                       std::to_string(changes_.size());
      }
      changes_.push_back(change);
      const rocksdb::Status status = change.value
                                         ? database_.db().Put({}, change.key, *change.value)
                                         : database_.db().Delete({}, change.key);
      if (!status.ok()) {
        return false;
      }
    }
    return true;
  }

  EncryptedDb database_;
  std::mt19937_64 random_{kSeed};
  std::vector<Change> changes_;
  std::size_t acknowledged_ = 0;
};

TEST(EncryptedCrash, LosesNothingAcknowledgedAtAnyOperationOfTheDisk) {
  auto counting = std::make_shared<CrashFileSystem>(kSeed);
  Story whole(counting);
  whole.tell();
  whole.close();
  const std::uint64_t operations = counting->disk().operations();
  ASSERT_GT(operations, 100U);
  std::uint64_t crashes = 0;
  for (std::uint64_t point = 0; point < 2 * operations; ++point) {
    for (std::uint64_t loss = 0; loss < losses_per_point(); ++loss) {
      const std::size_t kind = (point / 2 + point % 2 * 3 + loss) % kLosses.size();
      SCOPED_TRACE("operation " + std::to_string(point / 2) +
                   (point % 2 == 0 ? " before" : " after") + ", loss " + std::to_string(kind));
      auto disk = std::make_shared<CrashFileSystem>(kSeed + point);
      // RocksDB renames CURRENT without having synced the directory for its manifest before.
      disk->disk().keep_names_in_order();
      disk->disk().crash_at({.operation = point / 2, .is_after = point % 2 == 1});
      Story story(disk);
      story.tell();
      story.close();
      disk->disk().restart(kLosses[kind]);
      story.expect_nothing_lost();
      if (!::testing::Test::HasFatalFailure()) {
        story.expect_to_go_on();
      }
      ++crashes;
      if (::testing::Test::HasFailure()) {
        return;
      }
    }
  }
  std::cout << operations << " operations, " << crashes << " crashes\n";
}

}  // namespace
}  // namespace vitalstream::storage
