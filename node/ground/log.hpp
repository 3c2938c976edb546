#pragma once
// Log: one line per event to standard error, as JSON for machines or text for people. Nobody who
// logs waits for whoever reads (log_sink.hpp). Any thread.

#include <atomic>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "node/config/config.hpp"
#include "node/ground/log_sink.hpp"

namespace vitalstream::node {

class Log {
 public:
  using Field = std::pair<std::string_view, std::string>;

  Log(LogLevel level, LogFormat format);
  Log(LogLevel level, LogFormat format, int descriptor);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // From here on a violated invariant is told here, too, before the process aborts.
  void take_last_words();
  // Before the process ends without destructors; at most kLogFlushMax.
  void flush();
  [[nodiscard]] std::uint64_t lost_lines() const { return sink_.lost(); }

  void write(LogLevel level, std::string_view event, std::initializer_list<Field> fields);

  void info(std::string_view event, std::initializer_list<Field> fields = {});
  void warn(std::string_view event, std::initializer_list<Field> fields = {});
  void error(std::string_view event, std::initializer_list<Field> fields = {});

  [[nodiscard]] LogLevel level() const { return level_.load(std::memory_order_relaxed); }
  void set_level(LogLevel level) { level_.store(level, std::memory_order_relaxed); }

 private:
  std::atomic<LogLevel> level_;
  const LogFormat format_;
  LogSink sink_;
};

// Why the process ends now, where no log is at hand: to the one that takes last words, or to
// standard error.
void say_last_words(const std::string& text);

[[nodiscard]] std::string_view to_string(LogLevel level);

}  // namespace vitalstream::node
