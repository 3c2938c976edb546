#include "node/ground/log.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "base/last_words.hpp"
#include "base/printable.hpp"
#include "json/json_writer.hpp"
#include "node/ground/limits.hpp"

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
  JsonWriter writer(line);
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
  // Much of what is logged was written by others: one event stays one line.
  return printable(line, LineEnds::Show);
}

std::string line_of(LogFormat format, LogLevel level, std::string_view event,
                    std::initializer_list<Log::Field> fields) {
  return (format == LogFormat::Json ? json_line(level, event, fields)
                                    : text_line(level, event, fields)) +
         '\n';
}

LogSink::LossLine loss_line(LogFormat format) {
  return [format](std::uint64_t lines) {
    return line_of(format, LogLevel::Warn, "lines of the log were lost: nobody took them in time",
                   {{"lines", std::to_string(lines)}});
  };
}

std::atomic<Log*> told_of_violations{nullptr};

void tell_violation(const char* text) { say_last_words(text); }

}  // namespace

Log::Log(LogLevel level, LogFormat format) : Log(level, format, STDERR_FILENO) {}

Log::Log(LogLevel level, LogFormat format, int descriptor)
    : level_(level), format_(format), sink_(descriptor, loss_line(format)) {}

Log::~Log() {
  Log* self = this;
  if (told_of_violations.compare_exchange_strong(self, nullptr)) {
    base::use_last_words(nullptr);
  }
}

void Log::take_last_words() {
  told_of_violations = this;
  base::use_last_words(&tell_violation);
}

void Log::flush() { static_cast<void>(sink_.flush(kLogFlushMax)); }

void Log::write(LogLevel level, std::string_view event, std::initializer_list<Field> fields) {
  if (level < this->level()) {
    return;
  }
  const bool is_grave = level == LogLevel::Warn || level == LogLevel::Error;
  sink_.put(is_grave ? LogSink::Weight::Grave : LogSink::Weight::Ordinary,
            line_of(format_, level, event, fields));
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

void say_last_words(const std::string& text) {
  if (Log* const log = told_of_violations.load()) {
    log->error(text);
    log->flush();
  } else {
    std::fprintf(stderr, "vitalstream: %s\n", text.c_str());
  }
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
