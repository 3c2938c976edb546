#include "bench/load/connection_pool.hpp"

namespace vitalstream::bench {

ConnectionPool::ConnectionPool(boost::asio::io_context& context, const LoadOptions& options)
    : per_validator_(options.validators.size()) {
  for (std::size_t v = 0; v < per_validator_.size(); ++v) {
    for (unsigned i = 0; i < options.connections; ++i) {
      per_validator_[v].push_back(std::make_unique<Connection>(context, options.validators[v], v));
    }
  }
}

void ConnectionPool::open_all(AnswerSink& sink) {
  set_sink(sink);
  for (auto& connections : per_validator_) {
    for (auto& connection : connections) {
      connection->open();
    }
  }
}

void ConnectionPool::set_sink(AnswerSink& sink) {
  for (auto& connections : per_validator_) {
    for (auto& connection : connections) {
      connection->set_sink(sink);
    }
  }
}

std::size_t ConnectionPool::open_connections() const {
  std::size_t open = 0;
  for (const auto& connections : per_validator_) {
    for (const auto& connection : connections) {
      if (connection->is_open()) {
        ++open;
      }
    }
  }
  return open;
}

std::size_t ConnectionPool::connections() const {
  return per_validator_.empty() ? 0 : per_validator_.size() * per_validator_.front().size();
}

Connection* ConnectionPool::next() {
  for (std::size_t tried = 0; tried < validators(); ++tried) {
    turn_ = (turn_ + 1) % validators();
    if (Connection* connection = of(turn_); connection != nullptr) {
      return connection;
    }
  }
  return nullptr;
}

Connection* ConnectionPool::of(std::size_t validator) {
  for (const auto& connection : per_validator_[validator]) {
    if (connection->room() > 0) {
      return connection.get();
    }
  }
  return nullptr;
}

}  // namespace vitalstream::bench
