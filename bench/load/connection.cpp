#include "bench/load/connection.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstring>
#include <utility>

namespace vitalstream::bench {
namespace {

using boost::system::error_code;

constexpr std::chrono::seconds kRetryAfter{1};
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kSwitching = "HTTP/1.1 101 ";
constexpr std::uint32_t kMaskStep = 0x6D2B79F5;  // odd: each mask comes up once in 2^32

}  // namespace

Connection::Connection(boost::asio::io_context& context, const Endpoint& endpoint,
                       std::size_t validator)
    : socket_(context),
      retry_(context),
      endpoint_(boost::asio::ip::make_address(endpoint.address), endpoint.port),
      host_(endpoint.address + ":" + std::to_string(endpoint.port)),
      validator_(validator) {}

std::size_t Connection::room() const {
  return is_open() ? kInFlightPerConnection -
                         std::min<std::size_t>(kInFlightPerConnection, in_flight_.size())
                   : 0;
}

void Connection::open() {
  state_ = State::Opening;
  socket_.async_connect(endpoint_, [this](const error_code& error) {
    if (error) {
      lose();
      return;
    }
    error_code ignored;
    socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    send_upgrade();
  });
}

void Connection::send_upgrade() {
  writing_ = "GET /ws HTTP/1.1\r\nHost: " + host_ +
             "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dml0YWxzdHJlYW0tbG9hZA==\r\n\r\n";
  boost::asio::async_write(socket_, boost::asio::buffer(writing_),
                           [this](const error_code& error, std::size_t) {
                             if (error) {
                               lose();
                             } else {
                               read_more();
                             }
                           });
}

void Connection::on_upgrade_bytes() {
  const auto end = received_.find(kHeadEnd);
  if (end == std::string::npos) {
    read_more();
    return;
  }
  if (!received_.starts_with(kSwitching)) {
    lose();
    return;
  }
  received_.erase(0, end + kHeadEnd.size());
  state_ = State::Open;
  on_bytes();
}

void Connection::read_more() {
  socket_.async_read_some(boost::asio::buffer(chunk_),
                          [this](const error_code& error, std::size_t size) {
                            if (error) {
                              lose();
                              return;
                            }
                            received_.append(chunk_.data(), size);
                            if (state_ == State::Open) {
                              on_bytes();
                            } else {
                              on_upgrade_bytes();
                            }
                          });
}

void Connection::on_bytes() {
  std::size_t taken = 0;
  for (;;) {
    const FrameRead read = read_server_frame(std::string_view(received_).substr(taken));
    if (read.state == FrameState::Incomplete) {
      break;
    }
    if (read.state == FrameState::Broken || !on_frame(read.frame)) {
      lose();
      return;
    }
    taken += read.frame.frame_bytes;
  }
  received_.erase(0, taken);
  flush();
  read_more();
}

bool Connection::on_frame(const ServerFrame& frame) {
  switch (frame.opcode) {
    case ClientOpcode::Text:
      on_text(frame.payload);
      return true;
    case ClientOpcode::Ping:
      append_client_frame(gathered_, ClientOpcode::Pong, frame.payload, WsMask{});
      return true;
    case ClientOpcode::Pong:
      return true;
    case ClientOpcode::Close:
      return false;
  }
  return false;
}

void Connection::on_text(std::string_view text) {
  const auto answer = parse_answer(text);
  const auto found = answer ? std::ranges::find(in_flight_, answer->id) : in_flight_.end();
  if (found == in_flight_.end()) {
    return;
  }
  *found = in_flight_.back();
  in_flight_.pop_back();
  sink_->on_answer(*this, *answer);
}

void Connection::append_request(std::uint64_t id, std::string_view text) {
  WsMask mask;
  mask_ += kMaskStep;
  std::memcpy(mask.data(), &mask_, mask.size());
  append_client_frame(gathered_, ClientOpcode::Text, text, mask);
  in_flight_.push_back(id);
}

void Connection::flush() {
  if (write_under_way_ || gathered_.empty() || state_ != State::Open) {
    return;
  }
  writing_.clear();
  std::swap(writing_, gathered_);
  write_under_way_ = true;
  boost::asio::async_write(socket_, boost::asio::buffer(writing_),
                           [this](const error_code& error, std::size_t) {
                             write_under_way_ = false;
                             // The read that is always under way sees the end as well.
                             if (!error) {
                               flush();
                             }
                           });
}

void Connection::lose() {
  state_ = State::Closed;
  error_code ignored;
  socket_.close(ignored);
  received_.clear();
  gathered_.clear();
  const std::vector<std::uint64_t> unanswered = std::exchange(in_flight_, {});
  for (const std::uint64_t id : unanswered) {
    sink_->on_unanswered(*this, id);
  }
  // By then the handlers of the closed socket have run.
  retry_.expires_after(kRetryAfter);
  retry_.async_wait([this](const error_code& error) {
    if (!error) {
      open();
    }
  });
}

}  // namespace vitalstream::bench
