#include "node/gateway/query_pool.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace vitalstream::node {
namespace {

// Of this thread alone. A machine that does not allow it reads with the priority of the rest.
void give_way_to_others() {
  static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kQueryNice));
}

}  // namespace

QueryPool::QueryPool(std::size_t threads, SerialThread& loop)
    : loop_(loop), line_(std::make_shared<QueryLine>(std::max<std::size_t>(threads, 1))) {
  for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) {
    threads_.emplace_back([this] { run(); });
    pthread_setname_np(threads_.back().native_handle(), "query");
  }
}

QueryPool::~QueryPool() { stop(); }

void QueryPool::post(const net::RpcAsker& asker, std::unique_ptr<Query> query) {
  WaitingQuery waiting{asker, std::move(query), std::chrono::steady_clock::now()};
  if (const auto error = line_->add(std::move(waiting))) {
    waiting.query->refuse(*error);
  }
}

void QueryPool::stop() {
  for (const WaitingQuery& waiting : line_->close()) {
    waiting.query->refuse({.cause = net::RpcCause::ShuttingDown});
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) {
      thread.join();
    }
  }
}

void QueryPool::run() {
  give_way_to_others();
  while (auto next = line_->take()) {
    const net::RpcAsker asker = next->asker;
    next->wait.end();
    const Query::Turn turn = run_one(*next);
    if (turn != Query::Turn::Answered) {
      next->wait = QueueStats::Wait(QueueId::Queries);
    }
    line_->end_turn(std::move(*next), turn);
    if (turn == Query::Turn::Answered && asker.connection) {
      // The answer was posted to the loop before this is, so that by then it has been taken.
      loop_.post([line = line_, asker] { line->give_back(asker); });
    }
  }
}

// A failure of a library (no memory) costs the one call: unanswered, it says so as it is destroyed.
Query::Turn QueryPool::run_one(WaitingQuery& next) {
  if (std::chrono::steady_clock::now() - next.since > kQueryWaitMax) {
    next.query->refuse({.cause = net::RpcCause::Overloaded, .retry_after_ms = net::kRetryAfterMs});
    return Query::Turn::Answered;
  }
  try {
    return next.query->run();
  } catch (const std::exception&) {
    next.query.reset();
    return Query::Turn::Answered;
  }
}

}  // namespace vitalstream::node
