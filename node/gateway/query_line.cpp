#include "node/gateway/query_line.hpp"

#include <algorithm>
#include <deque>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream::node {

using net::RpcCause;
using net::RpcError;

std::optional<RpcError> QueryLine::add(WaitingQuery&& query) {
  {
    const std::lock_guard lock(mutex_);
    const Sender sender = query.asker.connection;
    if (auto reason = reason_against(sender)) {
      return reason;
    }
    const bool taken = waiting_.push(sender, std::move(query));
    VS_ASSERT(taken);
  }
  changed_.notify_one();
  return std::nullopt;
}

// Where all places are taken, who has nothing waiting gets in all the same: nobody is kept out by
// what others pile up.
std::optional<RpcError> QueryLine::reason_against(const Sender& sender) {
  if (closed_) {
    return RpcError{.cause = RpcCause::ShuttingDown};
  }
  if (!sender) {
    return std::nullopt;
  }
  const std::size_t own = waiting_.size_of(sender);
  if (own >= kQueriesWaitingPerConnectionMax) {
    readings_.refused_of_connection += 1;
    return RpcError{.cause = RpcCause::TooManyInFlight, .retry_after_ms = net::kRetryAfterMs};
  }
  if (own > 0 && waiting_.size() >= kQueriesWaitingMax) {
    readings_.refused_of_all += 1;
    return RpcError{.cause = RpcCause::Overloaded, .retry_after_ms = net::kRetryAfterMs};
  }
  return std::nullopt;
}

std::optional<WaitingQuery> QueryLine::take() {
  std::unique_lock lock(mutex_);
  std::optional<WaitingQuery> next;
  changed_.wait(lock, [&] {
    if (!closed_) {
      next = next_to_run();
    }
    return closed_ || next;
  });
  if (!next) {
    return std::nullopt;
  }
  if (next->asker.connection) {
    permits_.insert(*next->asker.connection);
  }
  heavy_running_ += describe(next->asker.cost).leaves_a_thread ? 1U : 0U;
  count_wait(std::chrono::steady_clock::now() - next->since);
  return next;
}

// What the node itself asks goes first: all who wait for a receipt share one place in the line,
// with one slice at a time, and connections are many.
std::optional<WaitingQuery> QueryLine::next_to_run() {
  auto own = waiting_.pop_of([this](const Sender& sender, const WaitingQuery& query) {
    return !sender && may_run(sender, query);
  });
  if (own) {
    return own;
  }
  return waiting_.pop_of(
      [this](const Sender& sender, const WaitingQuery& query) { return may_run(sender, query); });
}

bool QueryLine::may_run(const Sender& sender, const WaitingQuery& query) const {
  if (leaves_no_thread(query.asker)) {
    return false;
  }
  return !sender ||
         (!permits_.contains(*sender) && permits_.size() < threads_ + kAnswersUntakenMax);
}

bool QueryLine::leaves_no_thread(const net::RpcAsker& asker) const {
  const std::size_t heavy_max = std::max<std::size_t>(threads_, 2) - 1;
  return describe(asker.cost).leaves_a_thread && heavy_running_ >= heavy_max;
}

void QueryLine::end_turn(WaitingQuery query, Query::Turn turn) {
  {
    const std::lock_guard lock(mutex_);
    heavy_running_ -= describe(query.asker.cost).leaves_a_thread ? 1U : 0U;
    if (turn == Query::Turn::Again && !closed_) {
      const Sender sender = query.asker.connection;
      if (sender) {
        permits_.erase(*sender);
      }
      query.since = std::chrono::steady_clock::now();
      const bool taken = waiting_.push(sender, std::move(query));
      VS_ASSERT(taken);
    }
  }
  changed_.notify_all();
  if (query.query && turn == Query::Turn::Again) {
    query.query->refuse({.cause = RpcCause::ShuttingDown});
  }
}

void QueryLine::give_back(const net::RpcAsker& asker) {
  if (!asker.connection) {
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    permits_.erase(*asker.connection);
  }
  changed_.notify_all();
}

void QueryLine::forget(net::ConnectionRef connection) noexcept {
  std::deque<WaitingQuery> dropped;
  {
    const std::lock_guard lock(mutex_);
    dropped = waiting_.take_all_of(connection);
  }
  // They end here, outside the lock.
}

std::vector<WaitingQuery> QueryLine::close() {
  std::vector<WaitingQuery> left;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    while (!waiting_.empty()) {
      left.push_back(waiting_.pop());
    }
  }
  changed_.notify_all();
  return left;
}

void QueryLine::count_wait(std::chrono::steady_clock::duration waited) {
  const auto bucket = std::ranges::lower_bound(net::kDurationBuckets, waited);
  readings_.waits[static_cast<std::size_t>(bucket - net::kDurationBuckets.begin())] += 1;
  readings_.waited_sum += std::chrono::duration_cast<std::chrono::microseconds>(waited);
}

QueryReadings QueryLine::readings() const {
  const std::lock_guard lock(mutex_);
  QueryReadings readings = readings_;
  readings.waiting = waiting_.size();
  return readings;
}

}  // namespace vitalstream::node
