#include "net/p2p/peer_network.hpp"

#include <atomic>
#include <boost/asio/post.hpp>
#include <optional>
#include <random>
#include <set>
#include <utility>

#include "base/assert.hpp"
#include "net/p2p/peer_dialer.hpp"
#include "net/p2p/peer_listener.hpp"
#include "net/p2p/peer_table.hpp"

namespace vitalstream::net {

// Shared with what is on its way to the strand.
struct PeerNetwork::Parts {
  std::shared_ptr<NetworkCore> core;
  std::shared_ptr<PeerTable> table;
  PeerListener listener;
  std::atomic<std::size_t> mailbox_bytes{0};
};

namespace {

std::optional<std::string> problem_with(const PeerNetworkOptions& options) {
  std::set<PeerId> ids{options.self.id};
  std::set<std::string> hosts{options.self.san_host};
  if (options.chain.value().empty() || options.chain.value().size() > kChainIdBytesMax) {
    return "the chain id must have 1 to 64 characters";
  }
  for (const PeerConfig& peer : options.peers) {
    const PeerIdentity& identity = peer.identity;
    if (identity.san_host.empty()) {
      return "peer " + identity.name + " has no host name to know its certificate by";
    }
    if (!ids.insert(identity.id).second) {
      return "the id of peer " + identity.name + " occurs twice";
    }
    if (!hosts.insert(identity.san_host).second) {
      return "the host name of peer " + identity.name + " occurs twice";
    }
  }
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<PeerNetwork>, PeerNetworkFailure> PeerNetwork::open(
    const asio::any_io_executor& executor, PeerNetworkOptions options, PeerEvents& events) {
  if (auto problem = problem_with(options)) {
    return PeerNetworkFailure{PeerNetworkError::BadPeers, std::move(*problem)};
  }
  auto tls = PeerTlsContext::load(options.certificates, options.self);
  if (!tls) {
    return PeerNetworkFailure{PeerNetworkError::BadCredentials,
                              std::string(to_string(tls.error()))};
  }
  auto core = std::make_shared<NetworkCore>(executor, std::move(options), events, std::move(*tls));
  auto listener = PeerListener::open(*core);
  if (!listener) {
    const PeerListenFailure& failure = listener.error();
    return PeerNetworkFailure{PeerNetworkError::CannotListen,
                              to_string(failure.address) + ": " + failure.detail};
  }
  auto table = std::make_shared<PeerTable>(core);
  table->open();
  auto parts = std::make_shared<Parts>();
  parts->core = std::move(core);
  parts->table = std::move(table);
  parts->listener = std::move(*listener);
  return std::unique_ptr<PeerNetwork>(new PeerNetwork(std::move(parts)));
}

PeerNetwork::PeerNetwork(std::shared_ptr<Parts> parts) : parts_(std::move(parts)) {
}

PeerNetwork::~PeerNetwork() = default;

void PeerNetwork::start() {
  asio::post(parts_->core->strand(), [parts = parts_] {
    const PeerNetworkOptions& options = parts->core->options();
    std::uint64_t seed = options.random_seed.value_or(std::random_device{}());
    parts->listener.start(parts->table);
    for (const PeerConfig& peer : options.peers) {
      if (!peer.dial_addresses.empty()) {
        parts->core->spawn(keep_dialing(parts->table, peer, ++seed));
      }
    }
  });
}

void PeerNetwork::send(PeerId peer, Payload payload, Priority priority) {
  const std::size_t bytes = payload->size();
  if (!enter_mailbox(bytes, priority)) {
    return;
  }
  asio::post(parts_->core->strand(),
             [parts = parts_, peer, payload = std::move(payload), bytes, priority] {
               parts->mailbox_bytes -= bytes;
               parts->table->send(peer, priority, payload);
             });
}

void PeerNetwork::broadcast(Payload payload, Priority priority) {
  const std::size_t bytes = payload->size();
  if (!enter_mailbox(bytes, priority)) {
    return;
  }
  asio::post(parts_->core->strand(),
             [parts = parts_, payload = std::move(payload), bytes, priority] {
               parts->mailbox_bytes -= bytes;
               parts->table->broadcast(priority, payload);
             });
}

void PeerNetwork::close(PeerId peer, CloseReason reason) {
  asio::post(parts_->core->strand(),
             [parts = parts_, peer, reason] { parts->table->close(peer, reason); });
}

// The mailbox fills only when the network's thread gets no processor. Consensus messages are few
// and must not be lost on this side, so the bound is on the rest.
bool PeerNetwork::enter_mailbox(std::size_t bytes, Priority priority) {
  VS_ASSERT(bytes > 0 && bytes <= parts_->core->options().limits.message_bytes_max);
  const std::size_t before = parts_->mailbox_bytes.fetch_add(bytes);
  const bool full = before + bytes > parts_->core->options().limits.mailbox_bytes;
  if (full && priority != Priority::Consensus) {
    parts_->mailbox_bytes -= bytes;
    parts_->core->counters().count_dropped(priority);
    return false;
  }
  return true;
}

Result<void, CredentialError> PeerNetwork::reload_certificates() {
  const PeerNetworkOptions& options = parts_->core->options();
  auto tls = PeerTlsContext::load(options.certificates, options.self);
  if (!tls) {
    return tls.error();
  }
  asio::post(parts_->core->strand(), [parts = parts_, loaded = std::move(*tls)] {
    parts->core->set_tls(loaded);
    parts->table->judge_again();
  });
  return {};
}

void PeerNetwork::stop(std::function<void()> on_stopped) {
  asio::post(parts_->core->strand(), [parts = parts_, done = std::move(on_stopped)]() mutable {
    parts->core->begin_stop(std::move(done));
    parts->listener.close();
    parts->core->sockets().close_all();
    parts->core->spawn(PeerTable::wind_down(parts->table));
  });
}

PeerNetworkStats PeerNetwork::stats() const {
  return parts_->core->counters().snapshot();
}

std::vector<HostPort> PeerNetwork::listen_addresses() const {
  std::vector<HostPort> addresses;
  for (const Tcp::endpoint& endpoint : parts_->listener.endpoints()) {
    addresses.push_back({endpoint.address().to_string(), endpoint.port()});
  }
  return addresses;
}

}  // namespace vitalstream::net
