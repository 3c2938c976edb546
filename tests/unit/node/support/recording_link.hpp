#pragma once
// RecordingLink: peers that only listen. What was said to them is decoded when a test asks.

#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "net/wire/peer_message.hpp"
#include "node/driver/peer_link.hpp"

namespace vitalstream::node::testing {

class RecordingLink final : public PeerLink {
 public:
  struct Sent {
    consensus::ValidatorId to;  // 0: all
    std::shared_ptr<const Bytes> bytes;
    Urgency urgency;
  };

  void send(consensus::ValidatorId to, std::shared_ptr<const Bytes> message,
            Urgency urgency) override {
    const std::lock_guard lock(mutex_);
    sent_.push_back({to, std::move(message), urgency});
  }
  void broadcast(std::shared_ptr<const Bytes> message, Urgency urgency) override {
    send(consensus::ValidatorId{0}, std::move(message), urgency);
  }
  void cut(consensus::ValidatorId peer, const std::string&) override {
    const std::lock_guard lock(mutex_);
    cut_.push_back(peer);
  }

  [[nodiscard]] std::vector<Sent> sent() const {
    const std::lock_guard lock(mutex_);
    return sent_;
  }
  [[nodiscard]] std::vector<consensus::ValidatorId> cut() const {
    const std::lock_guard lock(mutex_);
    return cut_;
  }
  // All consensus messages of one kind, in the order in which they were sent.
  template <class Body>
  [[nodiscard]] std::vector<Body> messages() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Sent> sent_;
  std::vector<consensus::ValidatorId> cut_;
};

template <class Body>
std::vector<Body> RecordingLink::messages() const {
  std::vector<Body> found;
  for (const Sent& one : sent()) {
    const auto decoded = net::decode_peer_message(*one.bytes);
    const auto* said = decoded ? std::get_if<net::CarryingMessage>(&*decoded) : nullptr;
    const auto* body = said == nullptr ? nullptr : std::get_if<Body>(&said->message);
    if (body != nullptr) {
      found.push_back(*body);
    }
  }
  return found;
}

}  // namespace vitalstream::node::testing
