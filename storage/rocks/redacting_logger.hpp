#pragma once
// RedactingLogger: RocksDB's own LOG spells out keys, so it never gets a file. Warnings and errors
// reach the node's log as their format alone, every value replaced by '*'. Within storage only; any
// thread.

#include <rocksdb/env.h>

#include <string>
#include <string_view>

#include "storage/database_options.hpp"

namespace vitalstream::storage {

// A printf format with each conversion replaced by '*'.
[[nodiscard]] std::string redacted(std::string_view format);

class RedactingLogger final : public rocksdb::Logger {
 public:
  explicit RedactingLogger(LogSink sink);

  void LogHeader(const char* format, va_list values) override;
  void Logv(const char* format, va_list values) override;
  void Logv(rocksdb::InfoLogLevel level, const char* format, va_list values) override;

 private:
  LogSink sink_;
};

}  // namespace vitalstream::storage
