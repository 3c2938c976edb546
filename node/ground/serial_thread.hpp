#pragma once
// SerialThread: one named thread with an event loop of its own. State that belongs to it is touched
// only from tasks posted to it (docs/style.md "Ownership and threads"). Used for the consensus
// driver, the journal, the commit pipeline, the signer and the listeners' loops.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <thread>
#include <utility>

#include "node/ground/queue_stats.hpp"
#include "node/ground/queues.hpp"

namespace vitalstream::node {

class SerialThread {
 public:
  // Its row of the table of queues says how it is called and what bounds what waits for it.
  explicit SerialThread(QueueId id);
  ~SerialThread();
  SerialThread(const SerialThread&) = delete;
  SerialThread& operator=(const SerialThread&) = delete;

  template <class Task>
  void post(Task&& task);

  [[nodiscard]] boost::asio::io_context& context() { return context_; }

  // Runs what was posted before, then joins. Idempotent; called by the destructor. Never from the
  // thread itself.
  void finish();
  // Drops what has not begun, then joins.
  void stop();

 private:
  QueueId id_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::thread thread_;
};

template <class Task>
void SerialThread::post(Task&& task) {
  boost::asio::post(context_,
                    [wait = QueueStats::Wait(id_), task = std::forward<Task>(task)]() mutable {
                      wait.end();
                      task();
                    });
}

}  // namespace vitalstream::node
