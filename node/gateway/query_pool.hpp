#pragma once
// QueryPool: the threads that read the database for applications, off the loop that all of them
// share. Whose turn it is, QueryLine knows. The threads give way to those that make blocks: they
// have the lower priority of the machine. Posting is safe from any thread.

#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

#include "node/gateway/query_line.hpp"
#include "node/ground/serial_thread.hpp"

namespace vitalstream::node {

class QueryPool {
 public:
  // `loop` takes the answers: that of the RPC server. Its thread may end later than the pool.
  QueryPool(std::size_t threads, SerialThread& loop);
  ~QueryPool();
  QueryPool(const QueryPool&) = delete;
  QueryPool& operator=(const QueryPool&) = delete;

  // Runs it when its turn comes, or refuses it: at once for want of a place, later when it has
  // waited for kQueryWaitMax or the pool stops.
  void post(const net::RpcAsker& asker, std::unique_ptr<Query> query);
  // The same for what `read` returns, called as read() until that is an answer (TurnResult<T>).
  template <class T, class Read>
  void answer(net::Reply<T> reply, Read read);
  // Drops what waits for a connection that is gone.
  void forget(net::ConnectionRef connection) noexcept { line_->forget(connection); }
  // Refuses what waits, lets running turns end, joins. Idempotent.
  void stop();

  [[nodiscard]] QueryReadings readings() const { return line_->readings(); }

 private:
  void run();
  [[nodiscard]] Query::Turn run_one(WaitingQuery& next);

  SerialThread& loop_;
  // Shared with what is posted to the loop, which may run when the pool is gone.
  std::shared_ptr<QueryLine> line_;
  std::vector<std::thread> threads_;
};

template <class T, class Read>
void QueryPool::answer(net::Reply<T> reply, Read read) {
  const net::RpcAsker asker = reply.asker();
  post(asker, std::make_unique<ReplyQuery<T, Read>>(std::move(reply), std::move(read)));
}

}  // namespace vitalstream::node
