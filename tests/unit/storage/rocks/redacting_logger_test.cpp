#include "storage/rocks/redacting_logger.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace vitalstream::storage {
namespace {

TEST(RedactingLogger, ReplacesEveryValue) {
  EXPECT_EQ(redacted("[%s] key %.*s at %5.2f of %lu, %d%%"), "[*] key * at * of *, *%");
  EXPECT_EQ(redacted("plain"), "plain");
  EXPECT_EQ(redacted("cut %"), "cut *");
}

TEST(RedactingLogger, LeavesTheEndOfTheLineToTheLog) {
  EXPECT_EQ(redacted("Error when reading %s\n"), "Error when reading *");
  EXPECT_EQ(redacted("%s \n\n"), "*");
}

TEST(RedactingLogger, PassesWarningsAndErrorsOnly) {
  std::vector<std::pair<LogSeverity, std::string>> lines;
  RedactingLogger logger([&](LogSeverity severity, std::string_view text) {
    lines.emplace_back(severity, std::string(text));
  });
  rocksdb::Log(rocksdb::INFO_LEVEL, &logger, "secret %s", "patient-7");
  rocksdb::Header(&logger, "header %s", "patient-7");
  rocksdb::Log(rocksdb::WARN_LEVEL, &logger, "warn %s", "patient-7");
  rocksdb::Log(rocksdb::ERROR_LEVEL, &logger, "fail %s", "patient-7");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], std::pair(LogSeverity::Warning, std::string("warn *")));
  EXPECT_EQ(lines[1], std::pair(LogSeverity::Error, std::string("fail *")));
}

TEST(RedactingLogger, NeedsNoSink) {
  RedactingLogger logger(nullptr);
  rocksdb::Log(rocksdb::ERROR_LEVEL, &logger, "fail");
}

}  // namespace
}  // namespace vitalstream::storage
