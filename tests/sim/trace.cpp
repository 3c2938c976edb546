#include "tests/sim/trace.hpp"

#include <cstdio>

#include "tests/sim/prng.hpp"

namespace vitalstream::sim {

void Trace::note(Instant when, std::string_view what, std::uint64_t who, std::uint64_t detail) {
  hash_ = mix64(hash_ ^ static_cast<std::uint64_t>(when.value()));
  for (const char letter : what) {
    hash_ = hash_ * 31 + static_cast<unsigned char>(letter);
  }
  hash_ = mix64(hash_ ^ mix64(who) ^ detail);
}

void Trace::say(Instant when, std::uint64_t who, const std::string& text) const {
  if (prints_) {
    std::printf("%10.3f ms  p%llu  %s\n", static_cast<double>(when.value()) / 1000.0,
                static_cast<unsigned long long>(who), text.c_str());
  }
}

}  // namespace vitalstream::sim
