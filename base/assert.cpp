#include "base/assert.hpp"

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>

#include "base/last_words.hpp"

namespace vitalstream::base {
namespace {

constexpr std::size_t kTextCharsMax = 1024;
std::atomic<LastWords> installed{nullptr};

}  // namespace

void use_last_words(LastWords last_words) { installed = last_words; }

void assertion_failed(const char* condition, const char* file, int line) {
  std::array<char, kTextCharsMax> text{};
  std::snprintf(text.data(), text.size(), "invariant violated: %s (%s:%d)", condition, file, line);
  if (const LastWords last_words = installed.load()) {
    last_words(text.data());
  } else {
    std::fprintf(stderr, "vitalstream: %s\n", text.data());
    std::fflush(stderr);
  }
  std::abort();
}

}  // namespace vitalstream::base
