#pragma once
// QueryLine: which call reads next. One line for each connection, served in turn. Each connection
// has one permit: while a call of it is being read, or its answer has not been taken by the RPC
// loop, its other calls wait, so that no answers pile up; and of all together few may be untaken.
// What the node itself asks needs no permit and is bounded by whoever asks. Used by QueryPool.
// Any thread.

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "net/rpc/rpc_asker.hpp"
#include "net/rpc/rpc_stats.hpp"
#include "node/gateway/limits.hpp"
#include "node/gateway/query.hpp"
#include "node/ground/fair_queue.hpp"
#include "node/ground/queue_stats.hpp"
#include "node/metrics/rpc_readings.hpp"

namespace vitalstream::node {

struct WaitingQuery {
  net::RpcAsker asker;
  std::unique_ptr<Query> query;
  std::chrono::steady_clock::time_point since;  // waits since then
  QueueStats::Wait wait{QueueId::Queries};      // of this turn
};

class QueryLine {
 public:
  // Of so many threads that read.
  explicit QueryLine(std::size_t threads) : threads_(threads) {}

  // Why it is not taken, if it is not; then it is still the caller's.
  [[nodiscard]] std::optional<net::RpcError> add(WaitingQuery&& query);
  // The next one that may be read; waits until there is one. Nothing once the line is closed.
  [[nodiscard]] std::optional<WaitingQuery> take();
  // The turn is over. One that takes another stands behind the other calls of its connection; one
  // that is answered keeps its permit until give_back().
  void end_turn(WaitingQuery query, Query::Turn turn);
  // The answer has been taken, or there was none.
  void give_back(const net::RpcAsker& asker);
  // What waits for a connection that is gone waits no longer.
  void forget(net::ConnectionRef connection) noexcept;
  // From now on nothing is taken; what still waited.
  [[nodiscard]] std::vector<WaitingQuery> close();

  [[nodiscard]] QueryReadings readings() const;

 private:
  using Sender = std::optional<net::ConnectionRef>;

  [[nodiscard]] std::optional<net::RpcError> reason_against(const Sender& sender);
  [[nodiscard]] std::optional<WaitingQuery> next_to_run();
  [[nodiscard]] bool may_run(const Sender& sender, const WaitingQuery& query) const;
  [[nodiscard]] bool leaves_no_thread(const net::RpcAsker& asker) const;
  void count_wait(std::chrono::steady_clock::duration waited);

  const std::size_t threads_;
  mutable std::mutex mutex_;  // reading threads share the line by nature
  std::condition_variable changed_;
  // One more than are let in, for the call whose turn is over and that takes another.
  FairQueue<WaitingQuery, net::ConnectionRef> waiting_{kQueriesWaitingPerConnectionMax + 1};
  std::set<net::ConnectionRef> permits_;  // that are out
  std::size_t heavy_running_ = 0;         // of the kind that leaves a thread to others
  bool closed_ = false;
  QueryReadings readings_;
};

}  // namespace vitalstream::node
