#pragma once
// SerialThread: one named thread with an event loop of its own. State that belongs to it is touched
// only from tasks posted to it (docs/style.md "Ownership and threads"). Used for the consensus
// driver, the journal, the commit pipeline, the signer and the listeners' loops.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <string>
#include <thread>
#include <utility>

namespace vitalstream::node {

class SerialThread {
 public:
  // The name (15 characters at most count) is what operators see in top and perf.
  explicit SerialThread(std::string name);
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
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::thread thread_;
};

template <class Task>
void SerialThread::post(Task&& task) {
  boost::asio::post(context_, std::forward<Task>(task));
}

}  // namespace vitalstream::node
