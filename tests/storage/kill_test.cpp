// Kill -9 at any moment under writes, many times over on one data directory: whatever was reported
// after its sync is there, and whatever is there is whole.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <random>
#include <string>

#include "storage/files/file_descriptor.hpp"
#include "tests/storage/kill_story.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

constexpr int kKills = 20;
constexpr std::uint64_t kReportsMax = 60;

struct Acknowledged {
  std::uint64_t round = 0;
  std::uint64_t height = 0;
};

class Writer {
 public:
  explicit Writer(const std::filesystem::path& path) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      ::execl(VS_KILL_WRITER, VS_KILL_WRITER, path.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    reports_ = FileDescriptor(ends[0]);
  }

  // Reads so many reports, kills, and reads what had been reported until then.
  Acknowledged kill_after(std::uint64_t reports) {
    for (std::uint64_t count = 0; count < reports; ++count) {
      if (!read_line()) {
        break;
      }
    }
    ::kill(process_, SIGKILL);
    while (read_line()) {
    }
    int status = 0;
    ::waitpid(process_, &status, 0);
    was_killed_ = WIFSIGNALED(status);
    return last_;
  }

  [[nodiscard]] bool was_killed() const { return was_killed_; }

 private:
  bool read_line() {
    std::string line;
    char next = 0;
    while (::read(reports_.get(), &next, 1) == 1) {
      if (next == '\n') {
        last_.round = std::stoull(line);
        last_.height = std::stoull(line.substr(line.find(' ')));
        return true;
      }
      line.push_back(next);
    }
    return false;
  }

  pid_t process_ = -1;
  FileDescriptor reports_;
  Acknowledged last_;
  bool was_killed_ = false;
};

void expect_batch(const Database& database, std::uint64_t round) {
  const auto body = database.latest().batch(story_batch(round));
  ASSERT_TRUE(body.has_value() && body->has_value()) << round;
  EXPECT_EQ(**body, story_body(round)) << round;
  const auto attachments = database.attachments().read_all(story_batch(round));
  ASSERT_TRUE(attachments.has_value());
  ASSERT_EQ(attachments->size(), 1U) << round;
  EXPECT_EQ(attachments->front().content, story_body(round)) << round;
}

void expect_block(const ReadView& view, std::uint64_t height) {
  const Tip tip = story_tip(height);
  EXPECT_EQ((**view.block(tip.height)).digest, tip.digest) << height;
  EXPECT_EQ(**view.height_of(tip.digest), tip.height) << height;
  EXPECT_EQ(**view.results(tip.height), story_body(height)) << height;
  EXPECT_EQ((**view.executed(tip.height)).log_size, TreeSize(height * kTxsPerStoryBlock)) << height;
  for (std::uint32_t index = 0; index < kTxsPerStoryBlock; ++index) {
    EXPECT_EQ((**view.location_of(story_tx(height, index))).height, tip.height) << height;
  }
}

TEST(Kill, LosesNothingThatWasAcknowledged) {
  const TempDirectory directory;
  const std::filesystem::path path = directory.path() / "node";
  std::mt19937_64 random(20'260'102);
  std::uint64_t checked = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    Writer writer(path);
    const Acknowledged acknowledged = writer.kill_after(random() % kReportsMax);
    ASSERT_TRUE(writer.was_killed()) << "the writer ended by itself in round " << kill;
    PosixFileOps files;
    const auto stores = open_story(files, path);
    ASSERT_TRUE(stores.has_value()) << "kill " << kill;
    EXPECT_GE(stores->last.round, acknowledged.round);
    const ReadView view = stores->database->latest();
    const auto tip = view.tip();
    const std::uint64_t height = *tip ? (**tip).height.value() : 0;
    EXPECT_GE(height, acknowledged.height);
    for (std::uint64_t number = checked + 1; number <= acknowledged.round; ++number) {
      expect_batch(*stores->database, number);
    }
    for (std::uint64_t number = 1; number <= height; ++number) {
      expect_block(view, number);
    }
    if (height > 0) {
      EXPECT_EQ(**view.state(as_bytes("newest")), height_text(height));
    }
    checked = acknowledged.round;
  }
  EXPECT_GT(checked, 100U);
}

}  // namespace
}  // namespace vitalstream::storage
