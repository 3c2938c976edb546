#include "node/cli/stop_signals.hpp"

#include <pthread.h>

#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <iterator>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "node/process/limits.hpp"

namespace vitalstream::cli {
namespace {

using Clock = std::chrono::steady_clock;

static_assert(std::chrono::milliseconds(node::kDrainMsMax) < kStopMax);

sigset_t awaited_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int one : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) {
    sigaddset(&signals, one);
  }
  return signals;
}

// How soon a deadline that somebody has set meanwhile is looked at.
constexpr timespec kLookAgain{1, 0};

// The next signal, or nothing for a while.
std::optional<int> await_signal(const sigset_t& signals) {
  const int received = ::sigtimedwait(&signals, nullptr, &kLookAgain);
  return received > 0 ? std::optional(received) : std::nullopt;
}

}  // namespace

struct StopSignals::State {
  std::mutex mutex;
  std::condition_variable asked;
  std::set<Request> requests;  // the gravest last
  node::Log* log = nullptr;
  bool is_handing_on = false;
  ExitCode code = ExitCode::Failed;  // if it has to be cut off
  std::optional<Clock::time_point> deadline;

  [[noreturn]] void run();
  void take(int signal);
  void set_deadline();
  [[noreturn]] void end_at_once(ExitCode with, const char* words);
};

void StopSignals::State::run() {
  const sigset_t signals = awaited_signals();
  for (;;) {
    const auto signal = await_signal(signals);
    const std::lock_guard lock(mutex);
    if (signal) {
      take(*signal);
    }
    if (deadline && Clock::now() >= *deadline) {
      end_at_once(code,
                  "cut off: stopping took too long; what is on disk is whole, and what was not "
                  "handed over is left to the others");
    }
  }
}

void StopSignals::State::take(int signal) {
  if (signal == SIGHUP || signal == SIGUSR1) {
    requests.insert(signal == SIGHUP ? Request::Reload : Request::Checkpoint);
    asked.notify_all();
    return;
  }
  if (!is_handing_on) {
    end_at_once(ExitCode::Done, "stopped while it was starting");
  }
  if (log != nullptr) {
    log->info("signal", {{"number", std::to_string(signal)}});
  }
  requests.insert(Request::Stop);
  asked.notify_all();
  set_deadline();
}

void StopSignals::State::set_deadline() {
  deadline = deadline ? deadline : Clock::now() + kStopMax;
}

// With the lock: nothing takes the log away meanwhile. No destructors, since they could wait for
// just that which does not end.
void StopSignals::State::end_at_once(ExitCode with, const char* words) {
  if (log != nullptr) {
    log->warn(words);
    log->flush();
  }
  std::_Exit(static_cast<int>(with));
}

StopSignals::StopSignals() : state_(std::make_shared<State>()) {
  const sigset_t signals = awaited_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread thread([state = state_] { state->run(); });
  pthread_setname_np(thread.native_handle(), "signals");
  thread.detach();
}

void StopSignals::tell(node::Log* log) {
  const std::lock_guard lock(state_->mutex);
  state_->log = log;
}

void StopSignals::hand_on() {
  const std::lock_guard lock(state_->mutex);
  state_->is_handing_on = true;
}

StopSignals::Request StopSignals::next() {
  std::unique_lock lock(state_->mutex);
  state_->asked.wait(lock, [this] { return !state_->requests.empty(); });
  const auto gravest = std::prev(state_->requests.end());
  const Request request = *gravest;
  state_->requests.erase(gravest);
  return request;
}

void StopSignals::must_end(ExitCode code) {
  const std::lock_guard lock(state_->mutex);
  state_->code = code;
  state_->set_deadline();
}

}  // namespace vitalstream::cli
