#include "node/ground/core_dumps.hpp"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace vitalstream::node {
namespace {

constexpr int kHidden = 0;
constexpr int kStillVisible = 1;

std::string core_limit() {
  std::ifstream limits("/proc/self/limits");
  for (std::string line; std::getline(limits, line);) {
    if (line.starts_with("Max core file size")) {
      return line;
    }
  }
  return {};
}

bool is_hidden() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0 && limit.rlim_max == 0 &&
         ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 &&
         core_limit().find("0                    0") != std::string::npos;
}

// In a process of its own, since there is no way back.
template <class Body>
int status_of_child(Body body) {
  const pid_t child = ::fork();
  if (child == 0) {
    body();
    ::_exit(kStillVisible);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return status;
}

TEST(CoreDumps, AreForbiddenByLimitAndByFlag) {
  const int status = status_of_child([] {
    if (forbid_core_dumps() && is_hidden()) {
      ::_exit(kHidden);
    }
  });
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), kHidden);
}

TEST(CoreDumps, AProcessThatCrashesLeavesNone) {
  const int status = status_of_child([] {
    if (forbid_core_dumps()) {
      std::abort();
    }
  });
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_FALSE(WCOREDUMP(status));
}

}  // namespace
}  // namespace vitalstream::node
