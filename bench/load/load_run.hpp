#pragma once
// LoadRun: offers the transactions at their intended times, whatever the network does with those
// before (an open loop), and tells the Tally what became of each. A transaction that is due while
// all connections are full waits, and its latency counts from when it was due. Runs on the thread
// that calls run().

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/load/connection_pool.hpp"
#include "bench/load/tally.hpp"
#include "bench/load/transaction_maker.hpp"

namespace vitalstream::bench {

enum class Fate : std::uint8_t { Waiting, InFlight, Positive, Negative };

// One transaction of the run.
struct Sent {
  std::int64_t due = 0;         // microseconds since the start of the run
  std::uint16_t validator = 0;  // which one answered
  Fate fate = Fate::Waiting;
};

// The processor time and the wall time of the measured window, for the report.
struct RunCost {
  double processor_seconds = 0;
  double window_begin_unix = 0;
  double window_end_unix = 0;
};

class LoadRun final : public AnswerSink {
 public:
  LoadRun(boost::asio::io_context& context, ConnectionPool& pool, const LoadOptions& options);

  // Returns once all are answered, or the drain is over.
  void run(const TransactionMaker& maker, const std::vector<SignedRecord>& records,
           const std::vector<std::int64_t>& due);

  [[nodiscard]] const Tally& tally() const { return tally_; }
  [[nodiscard]] const std::vector<Sent>& sent() const { return sent_; }
  [[nodiscard]] const RunCost& cost() const { return cost_; }

  void on_answer(Connection& connection, const Answer& answer) override;
  void on_unanswered(Connection& connection, std::uint64_t id) override;

 private:
  void wake();
  void send_due(const TransactionMaker& maker, const std::vector<SignedRecord>& records);
  void note_cost(std::int64_t now);
  void set_timer(std::int64_t now);
  void fail(std::uint64_t id, const std::string& reason);
  void give_up();
  [[nodiscard]] std::int64_t since_start() const;
  [[nodiscard]] bool is_over(std::int64_t now) const;

  boost::asio::io_context& context_;
  ConnectionPool& pool_;
  const LoadOptions& options_;
  boost::asio::steady_timer timer_;
  std::chrono::steady_clock::time_point start_;
  Tally tally_;
  RunCost cost_;
  const TransactionMaker* maker_ = nullptr;
  const std::vector<SignedRecord>* records_ = nullptr;
  std::vector<Sent> sent_;
  std::size_t due_count_ = 0;   // those before are due
  std::size_t sent_count_ = 0;  // those before have been sent
  std::size_t open_ = 0;        // sent and not answered
  double processor_begin_ = -1;
  bool window_over_ = false;
  std::string request_;
};

}  // namespace vitalstream::bench
