// Damage to every kind of file of a database, each with its declared outcome: refused, or, for what
// looks exactly like a crash or like an older disk, opened with an earlier state. None passes
// unnoticed, none is read wrongly.
//
// VITALSTREAM_INJECTIONS says how many (scripts/nightly: 20,000), VITALSTREAM_SEED begins
// elsewhere.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>

#include "tests/storage/encrypted_fs/encrypted_db.hpp"
#include "tests/storage/encrypted_fs/injection.hpp"

namespace vitalstream::storage {
namespace {

constexpr const char* kDirectory = "/db";
constexpr std::uint64_t kInjections = 700;
constexpr std::uint64_t kSeed = 20'261'121;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class Corruption : public ::testing::Test {
 protected:
  Corruption() : random_(seed_) {}

  // A database with tables, blobs, two generations of keys and a log with several frames; and what
  // its files were a little earlier.
  void SetUp() override {
    auto disk = std::make_shared<CrashFileSystem>(seed_);
    template_.beneath = disk;
    ASSERT_TRUE(template_.open().ok());
    for (int table = 0; table < 3; ++table) {
      ASSERT_TRUE(template_.write(random_, 250).ok());
      ASSERT_TRUE(template_.db().Flush(rocksdb::FlushOptions()).ok());
    }
    template_.keys->rotate();
    ASSERT_TRUE(template_.open().ok());
    for (int append = 0; append < 4; ++append) {
      ASSERT_TRUE(template_.write(random_, 25).ok());
    }
    victims_.earlier = disk->image(kDirectory);
    ASSERT_TRUE(template_.write(random_, 60).ok());
    ASSERT_TRUE(template_.db().Flush(rocksdb::FlushOptions()).ok());
    for (int append = 0; append < 6; ++append) {
      ASSERT_TRUE(template_.write(random_, 20).ok());
      if (append == 2) {
        // The newest version that is not today's: of the log this one, of the manifest the other.
        for (auto& [path, contents] : disk->image(kDirectory)) {
          if (place_of(path).kind == FileKind::Wal) {
            victims_.earlier[path] = std::move(contents);
          }
        }
      }
    }
    template_.close();
    victims_.now = disk->image(kDirectory);
    for (const auto& [path, contents] : victims_.now) {
      ASSERT_NE(place_of(path).kind, FileKind::Other) << path;
      by_kind_[place_of(path).kind].push_back(path);
    }
    ASSERT_EQ(by_kind_.size(), 7U);
  }

  Injection next_injection(std::uint64_t number) {
    while (true) {
      auto kind = by_kind_.begin();
      std::advance(kind, static_cast<std::ptrdiff_t>(number % by_kind_.size()));
      const auto& paths = kind->second;
      const Damage damage = kDamages[random_() % kDamages.size()];
      if (auto made = inject(victims_, paths[random_() % paths.size()], damage, random_)) {
        return std::move(*made);
      }
    }
  }

  std::string plain_contents(const DiskImage& image, const std::string& path) {
    std::string contents;
    const auto status = read_file(image, path, contents);
    EXPECT_TRUE(status.ok()) << path << ": " << status.ToString();
    return contents;
  }

  rocksdb::IOStatus read_file(const DiskImage& image, const std::string& path,
                              std::string& contents) {
    auto disk = std::make_shared<CrashFileSystem>(seed_);
    disk->load(kDirectory, image);
    const auto files = make_encrypted_file_system(
        {.keys = template_.keys, .faults = std::make_shared<FaultRegister>(), .beneath = disk});
    return rocksdb::ReadFileToString(files.get(), path, &contents);
  }

  // The file as a whole: refused, or a prefix of what it was.
  void check_file(const Injection& injection, const DiskImage& image) {
    std::string contents;
    const auto status = read_file(image, injection.path, contents);
    if (injection.declared == Outcome::Refused) {
      EXPECT_FALSE(status.ok());
      EXPECT_TRUE(layout_of(injection.kind) == FileLayout::Paged ? status.IsCorruption()
                                                                 : status.IsIOError());
      return;
    }
    if (!status.ok()) {
      return;
    }
    const std::string whole = plain_contents(victims_.now, injection.path);
    EXPECT_TRUE(injection.damage == Damage::Replay
                    ? contents == plain_contents(victims_.earlier, injection.path)
                    : whole.starts_with(contents) && contents.size() < whole.size());
  }

  // The database: it does not open, or says that something cannot be read, or holds nothing that it
  // never held; and all of it, unless an earlier state is what was declared.
  void check_database(const Injection& injection, const DiskImage& image) {
    auto disk = std::make_shared<CrashFileSystem>(seed_);
    disk->load(kDirectory, image);
    EncryptedDb damaged(kDirectory);
    damaged.keys = template_.keys;
    damaged.beneath = disk;
    const rocksdb::Status opened = damaged.open();
    Contents contents;
    const bool is_read = opened.ok() && damaged.read_all(contents).ok();
    ++counts_[!opened.ok() ? "not opened" : is_read ? "read" : "refused while reading"];
    if (injection.declared == Outcome::Refused && is_vital(injection.kind)) {
      EXPECT_FALSE(opened.ok());
      EXPECT_TRUE(damaged.faults().poison().has_value()) << opened.ToString();
    }
    for (const auto& [key, value] : contents) {
      const auto held = template_.history().find(key);
      EXPECT_TRUE(held != template_.history().end() && held->second.contains(value)) << key;
    }
    if (is_read && injection.declared == Outcome::Refused) {
      EXPECT_EQ(contents, template_.expected());
    }
  }

  const std::uint64_t seed_ = number_from("VITALSTREAM_SEED", kSeed);
  std::mt19937_64 random_;
  EncryptedDb template_{kDirectory};
  Victims victims_;
  std::map<FileKind, std::vector<std::string>> by_kind_;
  std::map<std::string, std::uint64_t> counts_;
};

TEST_F(Corruption, IsRefusedOrLooksLikeACrashAndIsNeverReadWrongly) {
  const std::uint64_t injections = number_from("VITALSTREAM_INJECTIONS", kInjections);
  std::cout << "seed " << seed_ << ", " << injections << " injections\n";
  for (std::uint64_t number = 0; number < injections; ++number) {
    const Injection injection = next_injection(number);
    SCOPED_TRACE(std::to_string(number) + ": " + std::string(to_string(injection.damage)) + " in " +
                 injection.path + ", " + injection.detail);
    DiskImage image = victims_.now;
    image[injection.path] = injection.changed;
    check_file(injection, image);
    check_database(injection, image);
    ++counts_[std::string(to_string(injection.kind)) + ", " +
              std::string(to_string(injection.damage))];
    if (HasFailure()) {
      break;
    }
  }
  for (const auto& [what, count] : counts_) {
    std::cout << what << ": " << count << "\n";
  }
}

}  // namespace
}  // namespace vitalstream::storage
