// Damage to the safety record's file, each kind with its declared outcome: refused, or opened with
// a prefix of what was written where the damage looks exactly like a crash. Never a wrong record.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "storage/journal.hpp"
#include "storage/journal_files.hpp"
#include "tests/storage/crash_disk.hpp"

namespace vitalstream::storage {
namespace {

const JournalPlace kPlace{.directory = "/data/safety", .identity = {1, 2, 3}};
constexpr int kInjectionsPerKind = 120;
constexpr std::size_t kSector = 512;

using Records = std::vector<Bytes>;

struct Written {
  Records records;
  Bytes file;
  std::vector<std::size_t> frame_ends;  // frame_ends[0] is where the header ends
};

class JournalCorruption : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = Journal::create(disk_, kPlace);
    ASSERT_TRUE(opened.has_value());
    written_.frame_ends.push_back(opened->journal->bytes());
    for (std::size_t group = 0; group < 20; ++group) {
      written_.records.push_back(some_record(200 + 97 * group));
      opened->journal->append(written_.records.back());
      ASSERT_TRUE(opened->journal->sync());
      written_.frame_ends.push_back(opened->journal->bytes());
    }
    written_.file = *disk_.read(path(), kAnyLength);
  }

  static std::filesystem::path path() { return kPlace.directory / journal_name(1); }

  Bytes some_record(std::size_t bytes) {
    Bytes made(bytes);
    std::ranges::generate(made, [this] { return static_cast<std::uint8_t>(random_() | 1U); });
    return made;
  }

  std::size_t below(std::size_t bound) { return random_() % bound; }
  std::size_t last_frame_begins() const {
    return written_.frame_ends[written_.frame_ends.size() - 2];
  }

  Result<Journal::Opened, JournalError> open_with(Bytes file) {
    *disk_.contents(path()) = std::move(file);
    return Journal::open(disk_, kPlace);
  }

  void expect_refused(const Bytes& file) {
    const auto opened = open_with(file);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error(), JournalError::Damaged);
  }

  // Opens with the first `count` records and nothing else.
  void expect_prefix(const Bytes& file, std::size_t count) {
    const auto opened = open_with(file);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->replay.records,
              Records(written_.records.begin(),
                      written_.records.begin() + static_cast<std::ptrdiff_t>(count)));
  }

  std::mt19937_64 random_{20'260'101};
  CrashDisk disk_{1};
  Written written_;
};

TEST_F(JournalCorruption, AFlippedBitAnywhereIsRefused) {
  for (int injection = 0; injection < kInjectionsPerKind; ++injection) {
    Bytes file = written_.file;
    const std::size_t at = below(file.size());
    file[at] ^= static_cast<std::uint8_t>(1U << below(8));
    SCOPED_TRACE(at);
    expect_refused(file);
  }
}

TEST_F(JournalCorruption, AnOverwrittenByteAnywhereIsRefused) {
  for (int injection = 0; injection < kInjectionsPerKind; ++injection) {
    Bytes file = written_.file;
    const std::size_t at = below(file.size());
    file[at] = static_cast<std::uint8_t>(file[at] + 1 + below(255));
    SCOPED_TRACE(at);
    expect_refused(file);
  }
}

TEST_F(JournalCorruption, AZeroedSectorBelowTheLastFrameIsRefused) {
  for (int injection = 0; injection < kInjectionsPerKind; ++injection) {
    Bytes file = written_.file;
    const std::size_t sector = below(last_frame_begins() / kSector);
    std::fill_n(file.begin() + static_cast<std::ptrdiff_t>(sector * kSector), kSector,
                std::uint8_t{0});
    SCOPED_TRACE(sector);
    expect_refused(file);
  }
}

// Declared: a sector of the last frame that was never written is what a crash leaves.
TEST_F(JournalCorruption, AZeroedSectorOfTheLastFrameOpensWithoutThatFrame) {
  const std::size_t first = last_frame_begins() / kSector + 1;
  for (std::size_t sector = first; sector * kSector < written_.file.size(); ++sector) {
    Bytes file = written_.file;
    const std::size_t end = std::min((sector + 1) * kSector, file.size());
    std::fill(file.begin() + static_cast<std::ptrdiff_t>(sector * kSector),
              file.begin() + static_cast<std::ptrdiff_t>(end), std::uint8_t{0});
    expect_prefix(file, written_.records.size() - 1);
  }
}

// Declared: a cut looks like a crash; the witness and the peers are for it.
TEST_F(JournalCorruption, ACutOpensWithThePrefixThatIsWhole) {
  for (int injection = 0; injection < kInjectionsPerKind; ++injection) {
    Bytes file = written_.file;
    const std::size_t end =
        written_.frame_ends[0] + below(file.size() - written_.frame_ends[0] + 1);
    file.resize(end);
    const auto whole = std::ranges::upper_bound(written_.frame_ends, end);
    expect_prefix(file, static_cast<std::size_t>(whole - written_.frame_ends.begin()) - 1);
  }
}

TEST_F(JournalCorruption, ACutInsideTheHeaderIsRefused) {
  for (std::size_t end = 0; end < written_.frame_ends[0]; ++end) {
    expect_refused({written_.file.begin(), written_.file.begin() + static_cast<long>(end)});
  }
}

TEST_F(JournalCorruption, SwappedFramesAreRefused) {
  const auto frame = [&](std::size_t number) {
    return ByteView(written_.file)
        .subspan(written_.frame_ends[number],
                 written_.frame_ends[number + 1] - written_.frame_ends[number]);
  };
  const std::size_t frames = written_.records.size();
  for (int injection = 0; injection < kInjectionsPerKind; ++injection) {
    const std::size_t one = below(frames);
    const std::size_t other = (one + 1 + below(frames - 1)) % frames;
    Bytes file(written_.file.begin(),
               written_.file.begin() + static_cast<long>(written_.frame_ends[0]));
    for (std::size_t number = 0; number < frames; ++number) {
      append(file, frame(number == one ? other : number == other ? one : number));
    }
    expect_refused(file);
  }
}

TEST_F(JournalCorruption, ARepeatedFrameIsRefused) {
  for (std::size_t number = 0; number < written_.records.size(); ++number) {
    Bytes file = written_.file;
    append(file, ByteView(written_.file)
                     .subspan(written_.frame_ends[number],
                              written_.frame_ends[number + 1] - written_.frame_ends[number]));
    expect_refused(file);
  }
}

TEST_F(JournalCorruption, AFrameOfAnOlderGenerationIsRefused) {
  auto opened = Journal::open(disk_, kPlace);
  ASSERT_TRUE(opened->journal->rotate({}));
  Bytes* rotated = disk_.contents(kPlace.directory / journal_name(2));
  append(*rotated, ByteView(written_.file).subspan(written_.frame_ends[0], 400));
  const auto again = Journal::open(disk_, kPlace);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error(), JournalError::Damaged);
}

TEST_F(JournalCorruption, InsertedOrRemovedBytesBelowTheLastFrameAreRefused) {
  for (int injection = 0; injection < kInjectionsPerKind; ++injection) {
    Bytes file = written_.file;
    const std::size_t at = below(last_frame_begins());
    const auto place = file.begin() + static_cast<std::ptrdiff_t>(at);
    const auto count = static_cast<std::ptrdiff_t>(1 + below(64));
    if (injection % 2 == 0) {
      file.insert(place, static_cast<std::size_t>(count), std::uint8_t{0x5A});
    } else {
      file.erase(place, place + count);
    }
    SCOPED_TRACE(at);
    expect_refused(file);
  }
}

}  // namespace
}  // namespace vitalstream::storage
