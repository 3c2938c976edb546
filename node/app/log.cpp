#include "node/app/log.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "net/rpc/json_writer.hpp"

namespace vitalstream::node {
namespace {

std::string timestamp() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  const std::string fraction = std::to_string(1000 + ms.count() % 1000).substr(1);
  return std::string(text.data(), length) + "." + fraction + "Z";
}

std::string json_line(LogLevel level, std::string_view event,
                      std::initializer_list<Log::Field> fields) {
  std::string line;
  net::JsonWriter writer(line);
  writer.begin_object().name("time").text(timestamp());
  writer.name("level").text(to_string(level)).name("event").text(event);
  for (const auto& [name, value] : fields) {
    writer.name(name).text(value);
  }
  writer.end_object();
  return line;
}

std::string text_line(LogLevel level, std::string_view event,
                      std::initializer_list<Log::Field> fields) {
  std::string line = timestamp() + " " + std::string(to_string(level)) + " " + std::string(event);
  for (const auto& [name, value] : fields) {
    line += " " + std::string(name) + "=" + value;
  }
  return line;
}

}  // namespace

void Log::write(LogLevel level, std::string_view event, std::initializer_list<Field> fields) {
  if (level < this->level()) {
    return;
  }
  std::string line = format_ == LogFormat::Json ? json_line(level, event, fields)
                                                : text_line(level, event, fields);
  line += '\n';
  const std::lock_guard lock(mutex_);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void Log::info(std::string_view event, std::initializer_list<Field> fields) {
  write(LogLevel::Info, event, fields);
}

void Log::warn(std::string_view event, std::initializer_list<Field> fields) {
  write(LogLevel::Warn, event, fields);
}

void Log::error(std::string_view event, std::initializer_list<Field> fields) {
  write(LogLevel::Error, event, fields);
}

std::string_view to_string(LogLevel level) {
  switch (level) {
    case LogLevel::Trace:
      return "trace";
    case LogLevel::Debug:
      return "debug";
    case LogLevel::Info:
      return "info";
    case LogLevel::Warn:
      return "warn";
    case LogLevel::Error:
      return "error";
  }
  return "unknown";
}

}  // namespace vitalstream::node
