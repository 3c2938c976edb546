#include "storage/rocks/redacting_logger.hpp"

#include <utility>

namespace vitalstream::storage {

std::string redacted(std::string_view format) {
  constexpr std::string_view kConversions = "diouxXeEfFgGaAcspn%";
  std::string text;
  std::size_t at = 0;
  while (at < format.size()) {
    if (format[at] != '%') {
      text.push_back(format[at++]);
      continue;
    }
    const std::size_t end = format.find_first_of(kConversions, at + 1);
    if (end == std::string_view::npos) {
      text.push_back('*');
      break;
    }
    text.push_back(format[end] == '%' ? '%' : '*');
    at = end + 1;
  }
  // The log ends its lines itself.
  while (text.ends_with('\n') || text.ends_with(' ')) {
    text.pop_back();
  }
  return text;
}

RedactingLogger::RedactingLogger(LogSink sink)
    : rocksdb::Logger(rocksdb::WARN_LEVEL), sink_(std::move(sink)) {}

void RedactingLogger::LogHeader(const char* /*format*/, va_list /*values*/) {}

void RedactingLogger::Logv(const char* /*format*/, va_list /*values*/) {}

void RedactingLogger::Logv(rocksdb::InfoLogLevel level, const char* format, va_list /*values*/) {
  const bool is_warning = level == rocksdb::WARN_LEVEL;
  const bool is_error = level == rocksdb::ERROR_LEVEL || level == rocksdb::FATAL_LEVEL;
  if (sink_ && (is_warning || is_error)) {
    sink_(is_error ? LogSeverity::Error : LogSeverity::Warning, redacted(format));
  }
}

}  // namespace vitalstream::storage
