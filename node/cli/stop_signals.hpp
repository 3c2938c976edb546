#pragma once
// StopSignals: the signals of `vitalstream start`, taken by a thread of their own from before
// anything else is done, so that SIGTERM and Ctrl-C end the process within kStopMax at every
// moment, as process 1 of a container too. While the node starts they end it at once: whatever it
// waits for may never answer, and what is durable is what counts. Once it serves they are handed
// on, and what the drain has not done in time is cut off, and said so. Made on the main thread
// before any other thread.

#include <chrono>
#include <memory>

#include "node/cli/exit_code.hpp"
#include "node/ground/log.hpp"

namespace vitalstream::cli {

// From the first SIGTERM or Ctrl-C to the end of the process, with the log's flush.
inline constexpr std::chrono::milliseconds kStopMax{9'000};

class StopSignals {
 public:
  // SIGHUP, SIGUSR1, and SIGTERM or SIGINT.
  enum class Request { Reload, Checkpoint, Stop };

  // Blocks the signals in the calling thread and so in all that it starts.
  StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  // Where it says what it does, until null is given.
  void tell(node::Log* log);
  // From here on a request to stop is handed on by `next`.
  void hand_on();
  // Waits. One that comes again before it was taken is one.
  [[nodiscard]] Request next();
  // Nothing is left to do: the process has only to end, and in kStopMax it ends with this status
  // whatever still holds it (a module's own threads, a terminal that takes no more).
  void must_end(ExitCode code);

 private:
  struct State;
  // Shared with the thread, which lives until the process ends.
  std::shared_ptr<State> state_;
};

}  // namespace vitalstream::cli
