#pragma once
// ConnectionPool: the connections to all validators, and which of them takes the next request. Of a
// validator's connections the first with room is taken, so that under light load few are in use and
// requests and answers travel together. Belongs to the thread that runs the context.

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <memory>
#include <vector>

#include "bench/load/connection.hpp"

namespace vitalstream::bench {

class ConnectionPool {
 public:
  ConnectionPool(boost::asio::io_context& context, const LoadOptions& options);

  void open_all(AnswerSink& sink);
  void set_sink(AnswerSink& sink);
  [[nodiscard]] std::size_t validators() const { return per_validator_.size(); }
  [[nodiscard]] std::size_t open_connections() const;
  [[nodiscard]] std::size_t connections() const;

  // One with room, of the validators in turn; null if all are full or closed.
  [[nodiscard]] Connection* next();
  // One with room of this validator, or null.
  [[nodiscard]] Connection* of(std::size_t validator);

 private:
  std::vector<std::vector<std::unique_ptr<Connection>>> per_validator_;
  std::size_t turn_ = 0;
};

}  // namespace vitalstream::bench
