#include "node/ground/log_sink.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>

#include "node/ground/limits.hpp"
#include "tests/support/temp_directory.hpp"

namespace vitalstream::node {
namespace {

using namespace std::chrono_literals;
using Weight = LogSink::Weight;

constexpr auto kSoon = 30s;  // what a slow machine may take

std::string lost_words(std::uint64_t lines) { return "lost " + std::to_string(lines) + "\n"; }

std::uint64_t told_as_lost(const std::string& text) {
  std::uint64_t sum = 0;
  for (auto at = text.find("lost "); at != std::string::npos; at = text.find("lost ", at + 1)) {
    // Of a line that has not come to its end yet nothing is believed.
    sum += text.find('\n', at) == std::string::npos ? 0 : std::stoull(text.substr(at + 5));
  }
  return sum;
}

class LogSinkTest : public ::testing::Test {
 protected:
  LogSinkTest() {
    std::signal(SIGPIPE, SIG_IGN);
    EXPECT_EQ(::pipe(ends_.data()), 0);
  }
  ~LogSinkTest() override {
    close_reader();
    ::close(ends_[1]);
  }
  void close_reader() {
    if (ends_[0] >= 0) {
      ::close(ends_[0]);
      ends_[0] = -1;
    }
  }
  // Reads until what has come is enough.
  std::string read_until(const std::function<bool(const std::string&)>& is_enough) {
    std::string text;
    std::array<char, 65536> part{};
    while (!is_enough(text)) {
      const ssize_t got = ::read(ends_[0], part.data(), part.size());
      if (got <= 0) {
        break;
      }
      text.append(part.data(), static_cast<std::size_t>(got));
    }
    return text;
  }

  std::array<int, 2> ends_{-1, -1};
};

TEST_F(LogSinkTest, WritesWhatIsPutInItsOrder) {
  LogSink sink(ends_[1], lost_words);
  sink.put(Weight::Ordinary, "one\n");
  sink.put(Weight::Grave, "two\n");
  EXPECT_TRUE(sink.flush(kSoon));
  EXPECT_EQ(read_until([](const std::string& text) { return text.ends_with("two\n"); }),
            "one\ntwo\n");
  EXPECT_EQ(sink.lost(), 0U);
}

TEST_F(LogSinkTest, AReaderThatStandsStillCostsLinesAndNobodyWaits) {
  LogSink sink(ends_[1], lost_words);
  const std::string line = std::string(1023, 'x') + "\n";
  const std::size_t lines = 2 * kLogQueueBytesMax / line.size();
  for (std::size_t i = 0; i < lines; ++i) {
    sink.put(Weight::Ordinary, line);
  }
  EXPECT_FALSE(sink.flush(10ms)) << "nobody has read";
  const std::uint64_t lost = sink.lost();
  EXPECT_GE(lost, lines - kLogQueueBytesMax / line.size());
  sink.put(Weight::Grave, "grave\n");
  EXPECT_EQ(sink.lost(), lost) << "the reserve is for these";
  // In one line or in several, as the thread came to it.
  const std::string text = read_until([&](const std::string& so_far) {
    return so_far.find("grave\n") != std::string::npos && told_as_lost(so_far) >= lost;
  });
  EXPECT_EQ(told_as_lost(text), lost);
  EXPECT_TRUE(sink.flush(kSoon));
}

TEST_F(LogSinkTest, EvenTheReserveEnds) {
  LogSink sink(ends_[1], lost_words);
  const std::string line = std::string(1023, 'x') + "\n";
  for (std::size_t i = 0; i < 2 * kLogQueueBytesMax / line.size(); ++i) {
    sink.put(Weight::Grave, line);
  }
  EXPECT_GT(sink.lost(), 0U);
}

TEST_F(LogSinkTest, AReaderThatIsGoneCostsLinesOnly) {
  LogSink sink(ends_[1], lost_words);
  close_reader();
  sink.put(Weight::Grave, "one\n");
  EXPECT_TRUE(sink.flush(kSoon));
  EXPECT_EQ(sink.lost(), 1U);
}

// A limit on the file's length stands for a disk that is full: both are refused by the kernel.
TEST(LogSink, WhatADiskWithoutRoomCostIsToldOnceThereIsRoomAgain) {
  std::signal(SIGXFSZ, SIG_IGN);
  const testing::TempDirectory place;
  const auto path = place.write("log", "");
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  ASSERT_GE(file, 0);
  LogSink sink(file, lost_words);
  rlimit usual{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &usual), 0);
  rlimit tight = usual;
  tight.rlim_cur = 6;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  sink.put(Weight::Grave, "one\n");
  sink.put(Weight::Grave, "two\n");
  const bool is_tried = sink.flush(kSoon);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &usual), 0);
  ASSERT_TRUE(is_tried);
  EXPECT_EQ(sink.lost(), 1U);
  sink.put(Weight::Grave, "three\n");
  ASSERT_TRUE(sink.flush(kSoon));
  std::ifstream written(path);
  const std::string text{std::istreambuf_iterator<char>(written), {}};
  EXPECT_EQ(text, "one\ntw\nthree\nlost 1\n") << "a line that was begun does not join the next";
  ::close(file);
}

TEST_F(LogSinkTest, ItsEndDoesNotWaitForAReaderThatStandsStill) {
  const auto begun = std::chrono::steady_clock::now();
  {
    LogSink sink(ends_[1], lost_words);
    sink.put(Weight::Ordinary, std::string(kLogQueueBytesMax / 2, 'x'));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begun, kSoon);
  close_reader();  // so that the thread, which is left behind, ends
}

}  // namespace
}  // namespace vitalstream::node
