#include "node/cli/first_things.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "base/result.hpp"
#include "node/ground/core_dumps.hpp"
#include "node/ground/terminal_prompts.hpp"

namespace vitalstream::cli {
namespace {

// A shell's name for the death by a signal.
constexpr int kKilledBySignal = 128;

// Opened for reading only: what is written there fails, and is not taken for written.
void occupy(int descriptor) {
  if (::fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) {
    return;
  }
  // The lowest number that is free, and all below are not.
  static_cast<void>(::open("/dev/null", O_RDONLY));
}

// Elsewhere the default action is the right one, and tells the parent more.
void end_process(int signal) {
  if (::getpid() == 1) {
    ::_exit(kKilledBySignal + signal);
  }
  std::signal(signal, SIG_DFL);
  ::raise(signal);
}

}  // namespace

Result<void, std::string> do_first_things() {
  for (const int signal : {SIGINT, SIGTERM}) {
    std::signal(signal, &end_process);
  }
  std::signal(SIGUSR1, SIG_IGN);
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    occupy(descriptor);
  }
  VS_RETURN_IF_ERROR(node::forbid_core_dumps());
  node::refuse_terminal_prompts();
  return {};
}

}  // namespace vitalstream::cli
