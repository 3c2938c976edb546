#pragma once
// LedgerCheck: looks positive answers up on another validator than the one that gave them. One that
// is not there after several rounds is lost: a broken promise. Runs on the thread that calls run().

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/load/connection_pool.hpp"
#include "bench/load/load_run.hpp"
#include "bench/load/transaction_maker.hpp"

namespace vitalstream::bench {

struct LookupBounds {
  std::size_t lookups_max = 0;
  // A validator that lags behind is asked again, once a second.
  int rounds_max = 30;
};

struct LedgerVerdict {
  std::uint64_t looked_up = 0;
  std::uint64_t lost = 0;
};

class LedgerCheck final : public AnswerSink {
 public:
  LedgerCheck(boost::asio::io_context& context, ConnectionPool& pool, const TransactionMaker& maker,
              const std::vector<SignedRecord>& records);

  // Of the positive answers, at most `lookups_max`, evenly spread.
  [[nodiscard]] LedgerVerdict run(const std::vector<Sent>& sent, LookupBounds bounds);

  void on_answer(Connection& connection, const Answer& answer) override;
  void on_unanswered(Connection& connection, std::uint64_t id) override;

 private:
  enum class Lookup : std::uint8_t { None, Wanted, Asked, Found };

  void choose(const std::vector<Sent>& sent, std::size_t lookups_max);
  // Asks for all that are wanted, and waits for the answers.
  void run_round(const std::vector<Sent>& sent);
  void ask(Connection& connection, std::uint64_t number);
  // A connection with room to any validator but this one, as long as there is another.
  [[nodiscard]] Connection* other_than(std::size_t validator);

  boost::asio::io_context& context_;
  ConnectionPool& pool_;
  const TransactionMaker& maker_;
  const std::vector<SignedRecord>& records_;
  std::vector<Lookup> lookups_;        // by the number of the transaction
  std::vector<std::uint64_t> wanted_;  // numbers, to be asked for in the next round
  std::size_t open_ = 0;
  std::string request_;
};

}  // namespace vitalstream::bench
