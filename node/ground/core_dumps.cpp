#include "node/ground/core_dumps.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>
#include <cstring>

namespace vitalstream::node {

// The limit alone does not bind a system that pipes core dumps to a program; not being dumpable
// does, and closes ptrace and /proc to the user's other processes as well.
Result<void, std::string> forbid_core_dumps() {
  constexpr rlimit kNoCore{0, 0};
  if (::setrlimit(RLIMIT_CORE, &kNoCore) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    return std::string("core dumps cannot be forbidden: ") + std::strerror(errno);
  }
  return {};
}

}  // namespace vitalstream::node
