#include "node/ground/log_sink.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include "node/ground/limits.hpp"
#include "storage/files/file_descriptor.hpp"

namespace vitalstream::node {
namespace {

// A descriptor that does not block (whoever shares it may have said so) has room again.
void wait_for_room(int descriptor) {
  pollfd wanted{descriptor, POLLOUT, 0};
  static_cast<void>(::poll(&wanted, 1, static_cast<int>(kLogFlushMax.count())));
}

enum class Outcome { Whole, Torn, Nothing };

// May wait as long as the reader likes.
Outcome write_line(int descriptor, std::string_view line) {
  const std::size_t whole = line.size();
  while (!line.empty()) {
    const ssize_t written = ::write(descriptor, line.data(), line.size());
    if (written < 0 && errno == EAGAIN) {
      wait_for_room(descriptor);
    } else if (written < 0 && errno != EINTR) {
      return line.size() == whole ? Outcome::Nothing : Outcome::Torn;
    } else if (written > 0) {
      line.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  return Outcome::Whole;
}

}  // namespace

struct LogSink::State {
  State(int descriptor_in, LossLine loss_line_in)
      : descriptor(::fcntl(descriptor_in, F_DUPFD_CLOEXEC, 0)),
        loss_line(std::move(loss_line_in)) {}

  // The thread's own: whoever gave it may close it, and the number be somebody else's, while a
  // write still waits. If it could not be had every write fails, and is counted.
  const storage::FileDescriptor descriptor;
  const LossLine loss_line;
  std::mutex mutex;
  std::condition_variable arrived;
  std::condition_variable tried;
  std::deque<std::string> waiting;
  std::size_t bytes = 0;  // waiting or being written
  std::uint64_t lost = 0;
  std::uint64_t untold = 0;  // of these, not yet said by a line
  bool is_idle = true;
  bool is_ending = false;
  bool is_working = true;  // the last write did
  bool is_torn = false;    // a line was begun and not ended; the thread's own

  void run();
  [[nodiscard]] bool has_something_to_say() const;
  [[nodiscard]] bool write(const std::string& line);
  void write_out(const std::deque<std::string>& lines, std::uint64_t losses);
};

// While nothing can be written, how much was lost waits for the next line.
bool LogSink::State::has_something_to_say() const {
  return !waiting.empty() || (untold > 0 && is_working);
}

void LogSink::State::run() {
  std::unique_lock lock(mutex);
  for (;;) {
    arrived.wait(lock, [this] { return is_ending || has_something_to_say(); });
    if (!has_something_to_say()) {
      return;
    }
    const std::deque<std::string> lines = std::exchange(waiting, {});
    const std::uint64_t losses = std::exchange(untold, 0);
    is_idle = false;
    lock.unlock();
    write_out(lines, losses);
    lock.lock();
    is_idle = !has_something_to_say();
    if (is_idle) {
      tried.notify_all();
    }
  }
}

bool LogSink::State::write(const std::string& line) {
  const Outcome outcome = write_line(descriptor.get(), is_torn ? "\n" + line : line);
  is_torn = outcome == Outcome::Torn || (is_torn && outcome == Outcome::Nothing);
  return outcome == Outcome::Whole;
}

// What was lost came after the lines that had filled the queue.
void LogSink::State::write_out(const std::deque<std::string>& lines, std::uint64_t losses) {
  std::uint64_t failed = 0;
  for (const std::string& line : lines) {
    failed += write(line) ? 0U : 1U;
    const std::lock_guard lock(mutex);
    bytes -= line.size();
  }
  const std::uint64_t losses_to_tell = losses + failed;
  const bool is_told = losses_to_tell == 0 || write(loss_line(losses_to_tell));
  const std::lock_guard lock(mutex);
  lost += failed;
  untold += is_told ? 0 : losses_to_tell;
  is_working = is_told;
}

LogSink::LogSink(int descriptor, LossLine loss_line)
    : state_(std::make_shared<State>(descriptor, std::move(loss_line))) {
  std::thread thread([state = state_] { state->run(); });
  pthread_setname_np(thread.native_handle(), "log");
  thread.detach();
}

LogSink::~LogSink() {
  static_cast<void>(flush(kLogFlushMax));
  const std::lock_guard lock(state_->mutex);
  state_->is_ending = true;
  state_->arrived.notify_all();
}

void LogSink::put(Weight weight, std::string line) {
  const std::size_t room =
      weight == Weight::Grave ? kLogQueueBytesMax : kLogQueueBytesMax - kLogReserveBytes;
  const std::lock_guard lock(state_->mutex);
  if (state_->bytes + line.size() > room) {
    ++state_->lost;
    ++state_->untold;
    return;
  }
  state_->bytes += line.size();
  state_->waiting.push_back(std::move(line));
  state_->is_idle = false;
  state_->arrived.notify_all();
}

bool LogSink::flush(std::chrono::milliseconds patience) {
  std::unique_lock lock(state_->mutex);
  return state_->tried.wait_for(lock, patience, [this] { return state_->is_idle; });
}

std::uint64_t LogSink::lost() const {
  const std::lock_guard lock(state_->mutex);
  return state_->lost;
}

}  // namespace vitalstream::node
