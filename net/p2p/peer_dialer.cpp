#include "net/p2p/peer_dialer.hpp"

#include <boost/asio/post.hpp>
#include <utility>

#include "net/p2p/tcp_socket.hpp"

namespace vitalstream::net {
namespace {

using Endpoints = NameResolver::Endpoints;

// A connected peer's dialer is woken by the table; this only bounds its wait.
constexpr std::chrono::milliseconds kConnectedRecheck{60'000};

// Shared with the resolver, which may answer after we have stopped waiting.
struct Answer {
  explicit Answer(const asio::any_io_executor& strand) : arrived(strand) {}
  StrandSignal arrived;
  Endpoints endpoints;
};

Task<Endpoints> resolve(std::shared_ptr<NetworkCore> core, HostPort address) {
  ErrorCode error;
  const auto literal = asio::ip::make_address(address.host, error);
  if (!error) {
    co_return Endpoints{Tcp::endpoint(literal, address.port)};
  }
  const auto answer = std::make_shared<Answer>(core->strand());
  core->options().resolver->resolve(
      std::move(address), [answer, strand = core->strand()](Endpoints endpoints) {
        asio::post(strand, [answer, found = std::move(endpoints)]() mutable {
          answer->endpoints = std::move(found);
          answer->arrived.notify();
        });
      });
  const bool in_time = co_await answer->arrived.wait_for(core->options().times.resolve);
  co_return in_time ? std::move(answer->endpoints) : Endpoints{};
}

void report_unreachable(NetworkCore& core, PeerId peer, std::string remote, std::string detail) {
  core.report({CloseReason::DialFailed, Direction::Outbound, std::move(remote), peer,
               /*by_peer=*/false, std::move(detail)});
}

Task<void> dial_endpoint(std::shared_ptr<PeerTable> table, PeerId peer, Tcp::endpoint endpoint) {
  const std::shared_ptr<NetworkCore> core = table->core();
  const auto socket = make_peer_socket(core->strand());
  const auto open_socket = core->sockets().add(socket);
  SocketDeadline deadline(socket);
  deadline.arm(core->options().times.dial);
  ++core->counters().dialed;
  const auto [error] = co_await socket->async_connect(endpoint, kNoThrow);
  deadline.disarm();
  if (core->stopping()) {
    co_return;
  }
  if (error) {
    report_unreachable(*core, peer, describe_endpoint(endpoint),
                       deadline.expired() ? "timed out" : error.message());
    co_return;
  }
  tune_peer_socket(*socket);
  const auto newcomer = std::make_shared<Introduction>(core, socket, peer);
  auto refusal = co_await newcomer->run();
  if (!refusal) {
    refusal = co_await PeerTable::admit(table, newcomer);
  }
  if (refusal) {
    co_await newcomer->refuse(*refusal);
  }
}

// Every address of the peer once, until one of them is the peer.
Task<void> dial(std::shared_ptr<PeerTable> table, PeerConfig peer, ResolvedSink on_resolved) {
  const std::shared_ptr<NetworkCore> core = table->core();
  const PeerId id = peer.identity.id;
  std::size_t tried = 0;
  for (const HostPort& address : peer.dial_addresses) {
    const Endpoints endpoints = co_await resolve(core, address);
    on_resolved(address.host, endpoints);
    if (endpoints.empty()) {
      report_unreachable(*core, id, to_string(address), "the name cannot be resolved");
    }
    for (const Tcp::endpoint& endpoint : endpoints) {
      if (core->stopping() || table->is_connected(id) || tried == kEndpointsPerDialMax) {
        co_return;
      }
      ++tried;
      co_await dial_endpoint(table, id, endpoint);
    }
  }
}

}  // namespace

Task<void> keep_dialing(std::shared_ptr<PeerTable> table, PeerConfig peer, std::uint64_t seed,
                        ResolvedSink on_resolved) {
  const std::shared_ptr<NetworkCore> core = table->core();
  const PeerId id = peer.identity.id;
  StrandSignal& changed = table->changed(id);
  Backoff backoff(core->options().backoff, seed);
  bool may_dial_at_once = true;
  while (!core->stopping()) {
    if (table->is_connected(id)) {
      const bool notified = co_await changed.wait_for(kConnectedRecheck);
      static_cast<void>(notified);
      continue;
    }
    if (const auto pause = table->pause_left(id); pause.count() > 0) {
      const bool notified = co_await changed.wait_for(pause);
      static_cast<void>(notified);
      continue;
    }
    if (table->take_last_session_age(id) >= core->options().times.stable_session) {
      backoff.reset();
      may_dial_at_once = true;
    }
    if (!may_dial_at_once) {
      const bool notified = co_await changed.wait_for(backoff.next());
      may_dial_at_once = !notified;
      continue;
    }
    may_dial_at_once = false;
    try {
      co_await dial(table, peer, on_resolved);
    } catch (...) {
      // This attempt alone ends; the next one comes after the backoff.
      core->counters().count_refused(CloseReason::InternalFault);
    }
  }
}

}  // namespace vitalstream::net
