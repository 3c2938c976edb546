#include "node/cli/testnet/testnet_run.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <cstdio>
#include <vector>

namespace vitalstream::cli {
namespace {

pid_t run_child(const TestnetValidator& validator) {
  const pid_t child = ::fork();
  if (child != 0) {
    return child;
  }
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, nullptr);
  const std::string config = validator.config.string();
  ::execl("/proc/self/exe", "vitalstream", "start", "--config", config.c_str(), nullptr);
  std::perror("vitalstream: cannot start a validator");
  ::_exit(static_cast<int>(ExitCode::Failed));
}

}  // namespace

ExitCode run_testnet(const Testnet& testnet) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::vector<pid_t> children;
  for (const TestnetValidator& validator : testnet.validators) {
    children.push_back(run_child(validator));
  }
  int received = 0;
  sigwait(&signals, &received);
  for (const pid_t child : children) {
    ::kill(child, SIGTERM);
  }
  ExitCode outcome = ExitCode::Done;
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      outcome = ExitCode::Failed;
    }
  }
  return outcome;
}

}  // namespace vitalstream::cli
