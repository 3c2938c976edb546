#pragma once
// Log: one line per event to standard error, as JSON for machines or text for people. Any thread.

#include <atomic>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "node/config/config.hpp"

namespace vitalstream::node {

class Log {
 public:
  using Field = std::pair<std::string_view, std::string>;

  Log(LogLevel level, LogFormat format) : level_(level), format_(format) {}

  void write(LogLevel level, std::string_view event, std::initializer_list<Field> fields);

  void info(std::string_view event, std::initializer_list<Field> fields = {});
  void warn(std::string_view event, std::initializer_list<Field> fields = {});
  void error(std::string_view event, std::initializer_list<Field> fields = {});

  [[nodiscard]] LogLevel level() const { return level_.load(std::memory_order_relaxed); }
  void set_level(LogLevel level) { level_.store(level, std::memory_order_relaxed); }

 private:
  std::atomic<LogLevel> level_;
  LogFormat format_;
  std::mutex mutex_;  // lines of two threads must not mix
};

[[nodiscard]] std::string_view to_string(LogLevel level);

}  // namespace vitalstream::node
