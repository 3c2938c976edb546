#include "bench/load/load_run.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>

namespace vitalstream::bench {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;

// Requests that come due within this time leave together; it counts as latency.
constexpr std::int64_t kWakeEvery = 500;
// How often the end is looked for once everything has been sent.
constexpr std::int64_t kDrainTick = 20'000;
// So many requests go to one validator before it is the next one's turn.
constexpr std::size_t kChunk = 16;
// What is still waiting for a free connection this long after the last was due is given up.
constexpr std::int64_t kUnsentGrace = 1'000'000;
constexpr double kMicroseconds = 1e6;

std::int64_t to_microseconds(double seconds) { return std::llround(seconds * kMicroseconds); }

double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / kMicroseconds;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Window window_of(const LoadOptions& options) {
  return {.begin = to_microseconds(options.warmup_seconds),
          .end = to_microseconds(options.measured_until())};
}

}  // namespace

LoadRun::LoadRun(boost::asio::io_context& context, ConnectionPool& pool, const LoadOptions& options)
    : context_(context),
      pool_(pool),
      options_(options),
      timer_(context),
      tally_(window_of(options)) {}

std::int64_t LoadRun::since_start() const {
  return duration_cast<microseconds>(std::chrono::steady_clock::now() - start_).count();
}

void LoadRun::run(const TransactionMaker& maker, const std::vector<SignedRecord>& records,
                  const std::vector<std::int64_t>& due) {
  maker_ = &maker;
  records_ = &records;
  sent_.reserve(due.size());
  for (const std::int64_t time : due) {
    sent_.push_back({.due = time});
  }
  start_ = std::chrono::steady_clock::now();
  const double unix_start =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  cost_.window_begin_unix = unix_start + options_.warmup_seconds;
  cost_.window_end_unix = unix_start + options_.measured_until();
  wake();
  context_.restart();
  context_.run();
  give_up();
}

void LoadRun::wake() {
  const std::int64_t now = since_start();
  note_cost(now);
  while (due_count_ < sent_.size() && sent_[due_count_].due <= now) {
    tally_.on_due(sent_[due_count_].due);
    ++due_count_;
  }
  send_due(*maker_, *records_);
  if (is_over(now)) {
    context_.stop();
    return;
  }
  set_timer(now);
}

void LoadRun::send_due(const TransactionMaker& maker, const std::vector<SignedRecord>& records) {
  while (sent_count_ < due_count_) {
    Connection* connection = pool_.next();
    if (connection == nullptr) {
      return;
    }
    const std::size_t count = std::min({kChunk, connection->room(), due_count_ - sent_count_});
    for (std::size_t i = 0; i < count; ++i, ++sent_count_) {
      request_.clear();
      maker.append_submit(request_, sent_count_, records[sent_count_]);
      connection->append_request(sent_count_, request_);
      sent_[sent_count_].fate = Fate::InFlight;
    }
    open_ += count;
    connection->flush();
  }
}

void LoadRun::note_cost(std::int64_t now) {
  if (processor_begin_ < 0 && now >= tally_.window().begin) {
    processor_begin_ = processor_seconds();
  }
  if (!window_over_ && now >= tally_.window().end) {
    window_over_ = true;
    cost_.processor_seconds = processor_seconds() - processor_begin_;
  }
}

void LoadRun::set_timer(std::int64_t now) {
  // Whatever waits for a free connection is sent at the next wake-up as well.
  const std::int64_t next = due_count_ < sent_.size() ? sent_[due_count_].due : now + kDrainTick;
  const std::int64_t at = sent_count_ < due_count_ ? now : next;
  timer_.expires_at(start_ + microseconds(std::max(at, now + kWakeEvery)));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) {
      wake();
    }
  });
}

bool LoadRun::is_over(std::int64_t now) const {
  const std::int64_t last = sent_.empty() ? 0 : sent_.back().due;
  if (due_count_ < sent_.size() || now < tally_.window().end) {
    return false;
  }
  const bool gives_up_unsent = now >= last + kUnsentGrace;
  const bool all_sent = sent_count_ == due_count_ || gives_up_unsent;
  return (all_sent && open_ == 0) || now >= last + to_microseconds(options_.drain_seconds);
}

void LoadRun::on_answer(Connection& connection, const Answer& answer) {
  Sent& sent = sent_[answer.id];
  const Timing timing{.due = sent.due, .answered = since_start()};
  sent.validator = static_cast<std::uint16_t>(connection.validator());
  --open_;
  const bool is_positive = answer.is_positive(options_.mode);
  if (is_positive && (answer.has_receipt || !options_.receipt)) {
    sent.fate = Fate::Positive;
    tally_.on_positive(timing);
    return;
  }
  sent.fate = Fate::Negative;
  if (answer.is_refusal) {
    tally_.on_refused(timing);
  } else if (is_positive) {
    tally_.on_failed(timing, "no_receipt");
  } else {
    tally_.on_failed(timing, answer.reason.empty() ? answer.outcome : answer.reason);
  }
}

void LoadRun::on_unanswered(Connection&, std::uint64_t id) {
  --open_;
  fail(id, "disconnected");
}

void LoadRun::fail(std::uint64_t id, const std::string& reason) {
  sent_[id].fate = Fate::Negative;
  tally_.on_failed({.due = sent_[id].due, .answered = since_start()}, reason);
}

void LoadRun::give_up() {
  timer_.cancel();
  for (std::size_t id = 0; id < due_count_; ++id) {
    if (sent_[id].fate == Fate::Waiting) {
      fail(id, "unsent");
    } else if (sent_[id].fate == Fate::InFlight) {
      fail(id, "unanswered");
    }
  }
}

}  // namespace vitalstream::bench
