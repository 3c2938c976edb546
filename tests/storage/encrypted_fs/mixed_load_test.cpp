// A RocksDB on the encrypted file system under everything at once: writers, deletions, syncs, point
// reads, scans, flushes, compactions, checkpoints and new data keys. Every value that is read says
// whose it is and which one, so that a wrong byte, an old value or a lost one is noticed.
// VITALSTREAM_MIXED_SECONDS says for how long each page size is tried; scripts/nightly does so for
// minutes under the sanitizers.

#include <gtest/gtest.h>
#include <rocksdb/utilities/checkpoint.h>

#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <thread>

#include "tests/storage/encrypted_fs/encrypted_db.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::size_t kWriters = 2;
constexpr std::size_t kReaders = 2;
constexpr std::size_t kKeys = 2'000;
constexpr std::uint64_t kWritesPerSync = 32;
// Every so many of a key's values is none: the key is deleted.
constexpr std::uint64_t kDeletedEvery = 7;
constexpr std::size_t kNumberChars = 20;

std::chrono::seconds duration() {
  const char* text = std::getenv("VITALSTREAM_MIXED_SECONDS");
  return std::chrono::seconds(text == nullptr ? 2 : std::strtoll(text, nullptr, 10));
}

bool is_deleted(std::uint64_t version) { return version % kDeletedEvery == 0; }

std::string padded(std::uint64_t number) {
  std::string digits = std::to_string(number);
  return std::string(kNumberChars - digits.size(), '0') + digits;
}

std::string name_of(std::size_t key) { return "key-" + padded(key); }

// The name, the version, and so many bytes that follow from both: some values are bodies of their
// own, and some fill several pages.
std::string value_of(std::size_t key, std::uint64_t version) {
  std::mt19937_64 random(key * 1'000'003 + version);
  const std::uint64_t kind = random() % 50;
  const std::size_t bytes = random() % (kind == 0 ? 40'000 : kind < 8 ? 3'000 : 120);
  std::string value = name_of(key) + padded(version);
  value.reserve(value.size() + bytes);
  for (std::size_t at = 0; at < bytes; ++at) {
    value.push_back(static_cast<char>(random()));
  }
  return value;
}

// The version of a value of this key; nothing if a byte is not what it was.
std::optional<std::uint64_t> version_of(std::string_view name, std::string_view value) {
  std::uint64_t version = 0;
  if (value.size() < name.size() + kNumberChars || !value.starts_with(name)) {
    return std::nullopt;
  }
  const char* begin = value.data() + name.size();
  std::from_chars(begin, begin + kNumberChars, version);
  std::size_t key = 0;
  std::from_chars(name.data() + std::string_view("key-").size(), name.data() + name.size(), key);
  return value == value_of(key, version) ? std::optional(version) : std::nullopt;
}

class MixedLoad : public ::testing::TestWithParam<std::size_t> {
 protected:
  MixedLoad() : database_(directory_.path() / "db") {
    database_.page_bytes = GetParam();
    const rocksdb::Status opened = database_.open();
    EXPECT_TRUE(opened.ok()) << opened.ToString();
  }

  // Of a key, what has been begun and what is done.
  struct Progress {
    std::atomic<std::uint64_t> begun{0};
    std::atomic<std::uint64_t> done{0};
  };

  [[nodiscard]] bool goes_on() const {
    return !has_failed_ && std::chrono::steady_clock::now() < end_;
  }
  void expect(bool is_right, const std::string& what) {
    if (!is_right && !has_failed_.exchange(true)) {
      ADD_FAILURE() << what;
    }
  }
  void expect(const rocksdb::Status& status) { expect(status.ok(), status.ToString()); }

  void write(std::size_t writer) {
    std::mt19937_64 random(writer);
    for (std::uint64_t count = 1; goes_on(); ++count) {
      const std::size_t key = random() % (kKeys / kWriters) * kWriters + writer;
      const std::uint64_t version = ++progress_[key].begun;
      const std::string name = name_of(key);
      expect(is_deleted(version) ? database_.db().Delete({}, name)
                                 : database_.db().Put({}, name, value_of(key, version)));
      progress_[key].done = version;
      if (count % kWritesPerSync == 0) {
        expect(database_.db().FlushWAL(/*sync=*/true));
      }
      writes_ += 1;
    }
  }

  void read(std::size_t reader) {
    std::mt19937_64 random(1'000 + reader);
    std::string value;
    while (goes_on()) {
      const std::size_t key = random() % kKeys;
      const std::string name = name_of(key);
      const std::uint64_t oldest = progress_[key].done;
      const rocksdb::Status status = database_.db().Get({}, name, &value);
      const std::uint64_t newest = progress_[key].begun;
      if (status.IsNotFound()) {
        expect(oldest / kDeletedEvery != newest / kDeletedEvery || is_deleted(oldest),
               name + " is not there");
      } else {
        expect(status);
        const auto version = version_of(name, value);
        expect(version && *version >= oldest && *version <= newest, name + " is not what it was");
      }
      reads_ += 1;
    }
  }

  void expect_well_formed(rocksdb::DB& database) {
    const std::unique_ptr<rocksdb::Iterator> found(database.NewIterator({}));
    for (found->SeekToFirst(); found->Valid() && !has_failed_; found->Next()) {
      const std::string name = found->key().ToString();
      expect(version_of(name, found->value().ToStringView()).has_value(),
             name + " is not what it was");
      scanned_ += 1;
    }
    expect(found->status());
  }

  void scan() {
    while (goes_on()) {
      expect_well_formed(database_.db());
    }
  }

  void maintain() {
    for (std::uint64_t round = 0; goes_on(); ++round) {
      expect(database_.db().Flush({}));
      if (round % 4 == 1) {
        database_.keys->rotate();
      }
      if (round % 4 == 2) {
        expect(database_.db().CompactRange({}, nullptr, nullptr));
      }
      if (round % 4 == 3) {
        check_checkpoint(round);
      }
    }
  }

  void check_checkpoint(std::uint64_t round) {
    rocksdb::Checkpoint* made = nullptr;
    expect(rocksdb::Checkpoint::Create(&database_.db(), &made));
    const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
    const auto folder = directory_.path() / ("checkpoint-" + std::to_string(round));
    expect(checkpoint->CreateCheckpoint(folder.string()));
    EncryptedDb copy(folder);
    copy.keys = database_.keys;
    const rocksdb::Status opened = copy.open();
    expect(opened);
    if (opened.ok()) {
      expect_well_formed(copy.db());
    }
    copy.close();
    std::filesystem::remove_all(folder);
    checkpoints_ += 1;
  }

  // When all is quiet every key has its newest value, also after it was opened again.
  void expect_all_newest() {
    const rocksdb::Status opened = database_.open();
    ASSERT_TRUE(opened.ok()) << opened.ToString();
    Contents contents;
    ASSERT_TRUE(database_.read_all(contents).ok());
    for (std::size_t key = 0; key < kKeys; ++key) {
      const std::uint64_t version = progress_[key].done;
      const auto found = contents.find(name_of(key));
      ASSERT_EQ(found == contents.end(), is_deleted(version)) << name_of(key);
      ASSERT_TRUE(found == contents.end() || found->second == value_of(key, version))
          << name_of(key);
    }
  }

  TempDirectory directory_;
  EncryptedDb database_;
  std::array<Progress, kKeys> progress_;
  std::chrono::steady_clock::time_point end_;
  std::atomic<bool> has_failed_{false};
  std::atomic<std::uint64_t> writes_{0};
  std::atomic<std::uint64_t> reads_{0};
  std::atomic<std::uint64_t> scanned_{0};
  std::atomic<std::uint64_t> checkpoints_{0};
};

TEST_P(MixedLoad, ReadsNothingThatWasNotWrittenAndLosesNothing) {
  end_ = std::chrono::steady_clock::now() + duration();
  std::vector<std::thread> threads;
  for (std::size_t writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([this, writer] { write(writer); });
  }
  for (std::size_t reader = 0; reader < kReaders; ++reader) {
    threads.emplace_back([this, reader] { read(reader); });
  }
  threads.emplace_back([this] { scan(); });
  threads.emplace_back([this] { maintain(); });
  for (std::thread& thread : threads) {
    thread.join();
  }
  ASSERT_FALSE(has_failed_);
  expect_all_newest();
  EXPECT_EQ(database_.faults().count(), 0U);
  EXPECT_GT(writes_, 0U);
  std::cout << writes_ << " writes, " << reads_ << " reads, " << scanned_ << " scanned, "
            << checkpoints_ << " checkpoints\n";
}

INSTANTIATE_TEST_SUITE_P(PageSizes, MixedLoad, ::testing::Values(kSmallPageBytes, kLargePageBytes));

}  // namespace
}  // namespace vitalstream::storage
