#pragma once
// Tally: counts what becomes of the transactions of a run, in the measured window and second by
// second. What is due in the window is judged by its end; a rate counts what arrived within the
// window. A plain value; owned by one thread.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bench/load/latency_histogram.hpp"

namespace vitalstream::bench {

// Microseconds since the start of the run.
struct Window {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  [[nodiscard]] bool contains(std::int64_t time) const { return time >= begin && time < end; }
  [[nodiscard]] double seconds() const { return static_cast<double>(end - begin) / 1e6; }
};

// When a transaction was due and when its answer came.
struct Timing {
  std::int64_t due = 0;
  std::int64_t answered = 0;
};

struct Second {
  std::uint64_t offered = 0;
  std::uint64_t committed = 0;
  std::uint64_t refused = 0;
  std::uint64_t failed = 0;
  std::uint64_t outstanding = 0;  // due by its end and not answered yet
  LatencyHistogram latency;       // of the positive answers that came in it
};

class Tally {
 public:
  explicit Tally(Window window);

  void on_due(std::int64_t due);
  void on_positive(Timing timing);
  // For load.
  void on_refused(Timing timing);
  void on_failed(Timing timing, const std::string& reason);

  [[nodiscard]] const Window& window() const { return window_; }
  [[nodiscard]] std::uint64_t offered() const { return offered_; }
  // Of those due in the window.
  [[nodiscard]] std::uint64_t committed() const { return latency_.count(); }
  [[nodiscard]] std::uint64_t refused() const { return refused_; }
  [[nodiscard]] const std::map<std::string, std::uint64_t>& errors() const { return errors_; }
  [[nodiscard]] const LatencyHistogram& latency() const { return latency_; }
  // Positive answers that came within the window.
  [[nodiscard]] std::uint64_t answered_in_window() const { return answered_in_window_; }
  // The longest time within the window without a positive answer.
  [[nodiscard]] std::int64_t worst_gap() const;
  // With `outstanding` filled in.
  [[nodiscard]] std::vector<Second> timeline() const;

 private:
  Second& second_of(std::int64_t time);

  Window window_;
  std::uint64_t offered_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t answered_in_window_ = 0;
  std::map<std::string, std::uint64_t> errors_;
  LatencyHistogram latency_;
  std::int64_t last_positive_;
  std::int64_t worst_gap_ = 0;
  std::vector<Second> seconds_;
};

}  // namespace vitalstream::bench
