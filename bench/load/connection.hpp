#pragma once
// Connection: one persistent WebSocket connection to a validator, pipelined. Requests are appended
// one by one and leave in one write; answers are handed to the sink as they arrive. A connection
// that is lost is opened again after a second. Belongs to the thread that runs the executor.

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/answer.hpp"
#include "bench/load/options.hpp"
#include "bench/load/ws_client_frame.hpp"

namespace vitalstream::bench {

class Connection;

// Who sent the requests and waits for their answers.
class AnswerSink {
 public:
  virtual ~AnswerSink() = default;
  virtual void on_answer(Connection& connection, const Answer& answer) = 0;
  // The connection is gone and with it the answer to this request.
  virtual void on_unanswered(Connection& connection, std::uint64_t id) = 0;
};

class Connection {
 public:
  Connection(boost::asio::io_context& context, const Endpoint& endpoint, std::size_t validator);

  void open();
  [[nodiscard]] bool is_open() const { return state_ == State::Open; }
  [[nodiscard]] std::size_t validator() const { return validator_; }
  [[nodiscard]] std::size_t in_flight() const { return in_flight_.size(); }
  // How many more requests the validator would take.
  [[nodiscard]] std::size_t room() const;
  void set_sink(AnswerSink& sink) { sink_ = &sink; }

  void append_request(std::uint64_t id, std::string_view text);
  void flush();

 private:
  enum class State { Closed, Opening, Open };

  void send_upgrade();
  void on_upgrade_bytes();
  void read_more();
  void on_bytes();
  // False once the connection has to end.
  bool on_frame(const ServerFrame& frame);
  void on_text(std::string_view text);
  void lose();

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer retry_;
  boost::asio::ip::tcp::endpoint endpoint_;
  std::string host_;
  std::size_t validator_;
  State state_ = State::Closed;
  AnswerSink* sink_ = nullptr;
  std::vector<std::uint64_t> in_flight_;
  std::string gathered_;  // to be sent next
  std::string writing_;   // what the kernel is being given
  bool write_under_way_ = false;
  std::string received_;
  std::array<char, 64 * 1024> chunk_{};
  std::uint32_t mask_ = 0x9E3779B9;
};

}  // namespace vitalstream::bench
