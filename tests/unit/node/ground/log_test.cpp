#include "node/ground/log.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

namespace vitalstream::node {
namespace {

// What a log writes for one event, whole.
std::string written(LogFormat format, std::string_view event, const std::string& value) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  {
    Log log(LogLevel::Info, format, ends[1]);
    log.write(LogLevel::Debug, "below the level", {});
    log.warn(event, {{"name", value}});
  }
  ::close(ends[1]);
  std::string text;
  std::array<char, 4096> part{};
  for (ssize_t got = 1; got > 0;) {
    got = ::read(ends[0], part.data(), part.size());
    text.append(part.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  }
  ::close(ends[0]);
  return text;
}

TEST(Log, TextTellsTimeLevelEventAndFields) {
  const std::string text = written(LogFormat::Text, "peer", "value");
  EXPECT_EQ(text.substr(24), " warn peer name=value\n");
}

TEST(Log, JsonHasAMemberForEachField) {
  const std::string text = written(LogFormat::Json, "peer", "a\"b");
  EXPECT_NE(text.find(R"("level":"warn","event":"peer","name":"a\"b"})"), std::string::npos);
}

TEST(Log, OneEventIsOneLineWhateverOthersHaveWritten) {
  for (const LogFormat format : {LogFormat::Text, LogFormat::Json}) {
    const std::string text = written(format, "peer", "x\n2026-01-01T00:00:00.000Z error halted\r");
    EXPECT_EQ(text.find('\n'), text.size() - 1) << text;
    EXPECT_EQ(text.find('\r'), std::string::npos);
  }
}

}  // namespace
}  // namespace vitalstream::node
