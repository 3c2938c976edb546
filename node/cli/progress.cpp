#include "node/cli/progress.hpp"

#include <unistd.h>

#include <cstdio>

namespace vitalstream::cli {
namespace {

constexpr std::chrono::milliseconds kInterval{200};
constexpr std::uint64_t kPercent = 100;
constexpr std::size_t kBarColumns = 30;

}  // namespace

ProgressLine::ProgressLine() : is_terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (has_shown_) {
    std::fputs("\r\x1b[K", stderr);
  }
}

void ProgressLine::show(std::string_view of, std::uint64_t done, std::uint64_t all) {
  const auto now = std::chrono::steady_clock::now();
  if (!is_terminal_ || now < next_) {
    return;
  }
  next_ = now + kInterval;
  has_shown_ = true;
  const std::uint64_t percent = all == 0 ? kPercent : done * kPercent / all;
  const std::size_t filled = static_cast<std::size_t>(percent * kBarColumns / kPercent);
  const std::string bar = std::string(filled, '#') + std::string(kBarColumns - filled, '.');
  std::fprintf(stderr, "\r%-8.*s [%s] %3llu %%", static_cast<int>(of.size()), of.data(),
               bar.c_str(), static_cast<unsigned long long>(percent));
}

}  // namespace vitalstream::cli
