#pragma once
// LogSink: lines on their way to a file descriptor that others read: a pipe that is full, a disk
// that is full, a reader that stands still or is gone. Only its own thread ever waits for it.
// Lines wait in a bounded queue; beyond it they are lost and counted, and the first line that can
// be written afterwards says how many. The upper part of the queue is for warnings and errors only.
// Any thread.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace vitalstream::node {

class LogSink {
 public:
  enum class Weight { Ordinary, Grave };
  // The line that says how many have been lost.
  using LossLine = std::function<std::string(std::uint64_t)>;

  // Writes to what `descriptor` names now, whatever becomes of the number.
  LogSink(int descriptor, LossLine loss_line);
  // Waits at most kLogFlushMax for what is queued, then leaves it.
  ~LogSink();
  LogSink(const LogSink&) = delete;
  LogSink& operator=(const LogSink&) = delete;

  // Whole lines, with their line ends. Returns at once.
  void put(Weight weight, std::string line);
  // False if not everything that was put has been tried within that time.
  bool flush(std::chrono::milliseconds patience);
  // Since the start: no room, or a write that failed.
  [[nodiscard]] std::uint64_t lost() const;

 private:
  struct State;
  // Shared with the thread, which may stand in a write when this ends.
  std::shared_ptr<State> state_;
};

}  // namespace vitalstream::node
