#pragma once
// Progress on standard error, for a person: one line that is written over. Silent where standard
// error is no terminal.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace vitalstream::cli {

class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(std::string_view of, std::uint64_t done, std::uint64_t all);

 private:
  bool is_terminal_;
  bool has_shown_ = false;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace vitalstream::cli
