#include "node/driver/p2p_link.hpp"

#include <utility>

#include "base/result.hpp"
#include "node/ground/wall_clock.hpp"

namespace vitalstream::node {
namespace {

constexpr Duration kRefusalLogPeriod = seconds(60);

net::Priority priority_of(Urgency urgency) {
  switch (urgency) {
    case Urgency::Consensus:
      return net::Priority::Consensus;
    case Urgency::Reply:
      return net::Priority::Reply;
    case Urgency::Bulk:
      return net::Priority::Bulk;
  }
  return net::Priority::Bulk;
}

// For the reasons that tell an operator nothing by their names alone.
std::string_view meaning_of(const net::PeerRefusal& refusal) {
  if (refusal.reason == net::CloseReason::SecondSession) {
    return ": another process with this validator's identity is connected already, see "
           "docs/recovery.md, \"Started twice\"";
  }
  if (refusal.reason == net::CloseReason::Paused) {
    return refusal.by_peer ? ": the other side has cut this validator for breaking a rule"
                           : ": it was cut for breaking a rule, and comes back too soon";
  }
  return "";
}

net::PeerId peer_id(consensus::ValidatorId id) { return net::PeerId{id.value()}; }
consensus::ValidatorId validator_id(net::PeerId id) { return consensus::ValidatorId{id.value()}; }

}  // namespace

Result<std::unique_ptr<P2pLink>, net::PeerNetworkFailure> P2pLink::open(
    const boost::asio::any_io_executor& executor, net::PeerNetworkOptions options, Parts parts) {
  std::unique_ptr<P2pLink> link(new P2pLink(parts));
  VS_TRY(network, net::PeerNetwork::open(executor, std::move(options), *link));
  link->network_ = std::move(network);
  return link;
}

P2pLink::P2pLink(Parts parts) : parts_(parts), cut_(parts_.connected.of().size()) {}

void P2pLink::tell(const std::string& text) { parts_.log.info("peer", {{"text", text}}); }

void P2pLink::send(consensus::ValidatorId to, std::shared_ptr<const Bytes> message,
                   Urgency urgency) {
  network_->send(peer_id(to), std::move(message), priority_of(urgency));
}

void P2pLink::broadcast(std::shared_ptr<const Bytes> message, Urgency urgency) {
  network_->broadcast(std::move(message), priority_of(urgency));
}

void P2pLink::cut(consensus::ValidatorId peer, const std::string& reason) {
  const auto index = parts_.connected.of().index_of(peer);
  // What else comes of the same session is neither told nor counted again.
  if (index && parts_.connected.has(*index) && !cut_[index->value()].exchange(true)) {
    tell("cutting validator " + std::to_string(peer.value()) + ": " + reason);
  }
  network_->close(peer_id(peer), net::CloseReason::Misbehaved);
}

void P2pLink::on_connected(const net::PeerConnected& connected) {
  if (const auto index = parts_.connected.of().index_of(validator_id(connected.peer))) {
    cut_[index->value()] = false;
    parts_.connected.set(*index, true);
    parts_.desk.post(consensus::PeerConnected{*index});
  }
}

void P2pLink::on_disconnected(const net::PeerDisconnected& disconnected) {
  if (const auto index = parts_.connected.of().index_of(validator_id(disconnected.peer))) {
    parts_.connected.set(*index, false);
    parts_.desk.post(consensus::PeerDisconnected{*index});
    tell("validator " + std::to_string(disconnected.peer.value()) +
         " disconnected: " + std::string(net::to_string(disconnected.reason)));
  }
}

void P2pLink::on_message(net::PeerId peer, net::ReceivedMessage message) {
  const auto index = parts_.connected.of().index_of(validator_id(peer));
  if (!index) {
    return;
  }
  auto credit = std::make_shared<net::ReceiveCredit>(std::move(message.credit));
  auto bytes = std::make_shared<const Bytes>(std::move(message.payload));
  if (!parts_.inbox.receive(*index, std::move(bytes), std::move(credit))) {
    cut(validator_id(peer), "malformed message");
  }
}

// Strangers may knock as often as they like; the metric counts them all, the log tells of each
// reason once a minute, and of how many it has not told.
void P2pLink::on_refused(const net::PeerRefusal& refusal) {
  const Instant now = read_clock().now;
  const auto [told, is_first] = told_.try_emplace(refusal.reason);
  if (!is_first && now - told->second.at < kRefusalLogPeriod) {
    return;
  }
  const std::uint64_t count = network_->stats().refused_for(refusal.reason);
  const std::uint64_t told_of = told->second.count + 1;
  const std::uint64_t more = is_first || count < told_of ? 0 : count - told_of;
  told->second = {now, count};
  tell("connection with " + refusal.remote +
       " refused: " + std::string(net::to_string(refusal.reason)) +
       (refusal.detail.empty() ? "" : " (" + refusal.detail + ")") +
       std::string(meaning_of(refusal)) +
       (more == 0 ? "" : "; " + std::to_string(more) + " more since the last such line"));
}

}  // namespace vitalstream::node
