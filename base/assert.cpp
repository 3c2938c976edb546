#include "base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace vitalstream::base {

void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "vitalstream: invariant violated: %s (%s:%d)\n", condition, file, line);
  std::fflush(stderr);
  std::abort();
}

}  // namespace vitalstream::base
