#include "net/p2p/peer_network.hpp"

#include <atomic>
#include <boost/asio/post.hpp>
#include <optional>
#include <random>
#include <set>
#include <utility>

#include "base/assert.hpp"
#include "net/p2p/peer_dialer.hpp"
#include "net/p2p/peer_door.hpp"
#include "net/p2p/peer_table.hpp"

namespace vitalstream::net {

// Shared with what is on its way to the strand.
struct PeerNetwork::Parts {
  std::shared_ptr<NetworkCore> core;
  std::shared_ptr<PeerTable> table;
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

// Somebody whom the door knows to be a peer.
Task<void> welcome(std::shared_ptr<PeerTable> table, std::shared_ptr<Introduction> newcomer) {
  const auto refusal = co_await PeerTable::admit(table, newcomer);
  if (refusal) {
    co_await newcomer->refuse(*refusal);
  }
}

void take_in(const std::shared_ptr<PeerTable>& table, Introduced introduced) {
  const std::shared_ptr<NetworkCore>& core = table->core();
  const PeerRefusal fault{CloseReason::InternalFault, Direction::Inbound,
                          introduced.remote,          introduced.peer,
                          /*by_peer=*/false,          {}};
  try {
    const auto newcomer = std::make_shared<Introduction>(core, std::move(introduced));
    core->spawn(welcome(table, newcomer), [core, fault] { core->report(fault); });
  } catch (...) {
    core->counters().count_refused(CloseReason::InternalFault);
  }
}

DoorSinks sinks_of(const std::shared_ptr<PeerTable>& table, PeerEvents& events) {
  DoorSinks sinks;
  sinks.introduced = [table](Introduced introduced) {
    const auto& strand = table->core()->strand();
    asio::post(strand, [table, introduced = std::move(introduced)]() mutable {
      take_in(table, std::move(introduced));
    });
  };
  sinks.refused = [core = table->core(), &events](const PeerRefusal& refusal) {
    asio::post(core->strand(), [&events, refusal] { events.on_refused(refusal); });
  };
  return sinks;
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
                              explain(tls.error(), options.certificates)};
  }
  const auto facts = make_network_facts(std::move(options), executor);
  facts->counters.certificate_expires_at_unix_s = tls->expires_at_unix_s();
  auto parts = std::make_shared<Parts>();
  parts->core = std::make_shared<NetworkCore>(executor, facts, events, *tls);
  parts->table = std::make_shared<PeerTable>(parts->core, events);
  parts->table->open();
  auto door = PeerDoor::open(facts, *tls, sinks_of(parts->table, events));
  if (!door) {
    const PeerListenFailure& failure = door.error();
    return PeerNetworkFailure{PeerNetworkError::CannotListen,
                              to_string(failure.address) + ": " + failure.detail};
  }
  return std::unique_ptr<PeerNetwork>(new PeerNetwork(std::move(parts), std::move(*door)));
}

PeerNetwork::PeerNetwork(std::shared_ptr<Parts> parts, std::shared_ptr<PeerDoor> door)
    : parts_(std::move(parts)), door_(std::move(door)) {}

PeerNetwork::~PeerNetwork() = default;

void PeerNetwork::start() {
  door_->start();
  const auto on_resolved = [weak = std::weak_ptr(door_)](const std::string& name,
                                                         const NameResolver::Endpoints& endpoints) {
    if (const auto door = weak.lock()) {
      door->on_resolved(name, endpoints);
    }
  };
  asio::post(parts_->core->strand(), [parts = parts_, on_resolved] {
    const PeerNetworkOptions& options = parts->core->options();
    std::uint64_t seed = options.random_seed.value_or(std::random_device{}());
    for (const PeerConfig& peer : options.peers) {
      if (!peer.dial_addresses.empty()) {
        parts->core->spawn(keep_dialing(parts->table, peer, ++seed, on_resolved));
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
  parts_->core->counters().certificate_expires_at_unix_s = tls->expires_at_unix_s();
  door_->set_tls(*tls);
  asio::post(parts_->core->strand(), [parts = parts_, loaded = std::move(*tls)] {
    parts->core->set_tls(loaded);
    parts->table->judge_again();
  });
  return {};
}

void PeerNetwork::stop(std::function<void()> on_stopped) {
  // First nobody comes in any more, so that what the door has handed on is part of what ends.
  door_->stop([parts = parts_, done = std::move(on_stopped)] {
    asio::post(parts->core->strand(), [parts, done] {
      parts->core->begin_stop(done);
      parts->core->sockets().close_all();
      parts->core->spawn(PeerTable::wind_down(parts->table));
    });
  });
}

PeerNetworkStats PeerNetwork::stats() const { return parts_->core->counters().snapshot(); }

std::vector<HostPort> PeerNetwork::listen_addresses() const {
  std::vector<HostPort> addresses;
  for (const Tcp::endpoint& endpoint : door_->endpoints()) {
    addresses.push_back({endpoint.address().to_string(), endpoint.port()});
  }
  return addresses;
}

}  // namespace vitalstream::net
