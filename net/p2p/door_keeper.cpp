#include "net/p2p/door_keeper.hpp"

#include <utility>

#include "net/p2p/tcp_socket.hpp"

namespace vitalstream::net {
namespace {

using SteadyClock = std::chrono::steady_clock;

std::size_t peer_places(const NetworkFacts& facts) {
  return kPeerPlacesMin + kPeerPlacesPerPeer * facts.known_peers.size();
}

bool is_want_of_descriptors(const ErrorCode& error) {
  return error == asio::error::no_descriptors ||
         error == boost::system::errc::too_many_files_open_in_system;
}

// A task whose end is that of a stop, also where no other runs.
Task<void> nothing_more() { co_return; }

// Without a word and without a trace: neither we nor the kernel keep anything of it.
void drop(Tcp::socket& socket) {
  ErrorCode ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace

DoorKeeper::DoorKeeper(const asio::any_io_executor& executor,
                       const std::shared_ptr<NetworkFacts>& facts, PeerTlsContext tls,
                       DoorSinks sinks)
    : core_(std::make_shared<NetworkCore>(executor, facts, *this, std::move(tls))),
      sinks_(std::move(sinks)),
      peers_(peer_places(*facts), peer_places(*facts)),
      strangers_(facts->options.limits.strangers_max,
                 facts->options.limits.strangers_per_address_max),
      queue_(core_->strand(), facts->options.limits.handshakes),
      told_({kRefusalsToldPerS, kRefusalsToldBurst}, SteadyClock::now()) {}

void DoorKeeper::start(const PeerAcceptors& acceptors) {
  acceptors_ = acceptors;
  core_->spawn([](std::shared_ptr<DoorKeeper> self) -> Task<void> {
    co_await self->queue_.serve();
  }(shared_from_this()));
  for (const auto& acceptor : acceptors_) {
    core_->spawn(accept_loop(shared_from_this(), acceptor));
  }
}

void DoorKeeper::stop(std::function<void()> on_stopped) {
  core_->begin_stop(std::move(on_stopped));
  for (const auto& acceptor : acceptors_) {
    ErrorCode ignored;
    acceptor->close(ignored);
  }
  for (Hall* const hall : {&peers_, &strangers_}) {
    for (const auto& [place, weak] : hall->sockets) {
      if (const auto socket = weak.lock()) {
        ErrorCode ignored;
        socket->close(ignored);
      }
    }
  }
  queue_.close();
  core_->spawn(nothing_more());
}

void DoorKeeper::on_refused(const PeerRefusal& refusal) {
  if (told_.take(SteadyClock::now())) {
    sinks_.refused(refusal);
  }
}

Task<void> DoorKeeper::accept_loop(std::shared_ptr<DoorKeeper> self,
                                   std::shared_ptr<Tcp::acceptor> acceptor) {
  const std::shared_ptr<NetworkCore> core = self->core_;
  while (!core->stopping()) {
    const auto socket = make_peer_socket(core->strand());
    const auto [error] = co_await acceptor->async_accept(*socket, kNoThrow);
    if (!acceptor->is_open() || core->stopping()) {
      co_return;
    }
    if (!error) {
      try {
        self->on_accepted(socket);
      } catch (...) {
        core->counters().count_refused(CloseReason::InternalFault);
      }
      continue;
    }
    ++core->counters().accept_errors;
    if (is_want_of_descriptors(error)) {
      ++core->counters().accepts_without_descriptor;
      self->make_room();
    }
    if (error != asio::error::connection_aborted) {
      // Trying again at once would only burn the processor.
      StrandSignal pause(core->strand());
      const bool never = co_await pause.wait_for(kAcceptRetryDelay);
      static_cast<void>(never);
    }
  }
}

void DoorKeeper::on_accepted(std::shared_ptr<Tcp::socket> socket) {
  ++core_->counters().accepted;
  ErrorCode lost;
  const Tcp::endpoint remote = socket->remote_endpoint(lost);
  if (lost) {
    core_->counters().count_refused(CloseReason::ConnectionLost);
    return;
  }
  Visit visit;
  visit.address = unmapped(remote.address());
  visit.caller = addresses_.contain(visit.address) ? Caller::PeerAddress : Caller::Stranger;
  Hall& hall = hall_of(visit.caller);
  const StrangerPlaces::Taken taken = hall.places.take(AddressGroup(visit.address));
  if (taken.gone) {
    turn_away(visit.caller, *taken.gone);
  }
  visit.place = taken.place;
  visit.socket = std::move(socket);
  hall.sockets.emplace(visit.place, visit.socket);
  show_places();
  core_->spawn(welcome(shared_from_this(), visit), [self = shared_from_this(), visit] {
    self->report(visit, CloseReason::InternalFault);
    self->end_visit(visit);
  });
}

Task<void> DoorKeeper::welcome(std::shared_ptr<DoorKeeper> self, Visit visit) {
  auto refusal = co_await wait_for_turn(self, visit);
  if (refusal) {
    self->report(visit, *refusal);
    self->end_visit(visit);
    co_return;
  }
  ++(visit.caller == Caller::PeerAddress ? self->core_->counters().handshakes_of_peers
                                         : self->core_->counters().handshakes_of_strangers);
  tune_peer_socket(*visit.socket);
  const auto newcomer = std::make_shared<Introduction>(self->core_, visit.socket, std::nullopt);
  refusal = co_await newcomer->run();
  if (self->is_turned_away(visit)) {
    self->report(visit, CloseReason::TooManyConnections);
  } else if (refusal) {
    co_await newcomer->refuse(*refusal);
  } else if (auto introduced = newcomer->leave()) {
    self->addresses_.connected_from(introduced->peer, visit.address);
    self->sinks_.introduced(std::move(*introduced));
  } else {
    self->report(visit, CloseReason::ConnectionLost);
  }
  self->end_visit(visit);
}

// Until it has said something it costs a place and nothing else.
Task<std::optional<CloseReason>> DoorKeeper::wait_for_turn(std::shared_ptr<DoorKeeper> self,
                                                           Visit visit) {
  const auto timeout = self->core_->options().times.handshake;
  SocketDeadline deadline(visit.socket);
  deadline.arm(timeout);
  const auto [error] = co_await visit.socket->async_wait(Tcp::socket::wait_read, kNoThrow);
  deadline.disarm();
  if (self->is_turned_away(visit)) {
    co_return CloseReason::TooManyConnections;
  }
  if (error) {
    co_return deadline.expired() ? CloseReason::HandshakeTimeout : CloseReason::ConnectionLost;
  }
  // Readable is also the end: that is not worth a turn.
  ErrorCode lost;
  if (visit.socket->available(lost) == 0 || lost) {
    co_return CloseReason::ConnectionLost;
  }
  const bool has_turn = co_await self->queue_.wait_for_turn(visit.caller, visit.place, timeout);
  if (!has_turn) {
    co_return CloseReason::TooManyConnections;
  }
  co_return std::nullopt;
}

void DoorKeeper::make_room() {
  if (const auto gone = strangers_.places.take_away()) {
    turn_away(Caller::Stranger, *gone);
  }
}

void DoorKeeper::turn_away(Caller caller, Place place) {
  Hall& hall = hall_of(caller);
  const auto found = hall.sockets.find(place);
  if (found != hall.sockets.end()) {
    if (const auto socket = found->second.lock()) {
      drop(*socket);
    }
    hall.sockets.erase(found);
  }
  queue_.leave(caller, place);
}

void DoorKeeper::end_visit(const Visit& visit) {
  Hall& hall = hall_of(visit.caller);
  hall.places.give_back(visit.place);
  hall.sockets.erase(visit.place);
  show_places();
}

bool DoorKeeper::is_turned_away(const Visit& visit) {
  return !hall_of(visit.caller).places.holds(visit.place);
}

DoorKeeper::Hall& DoorKeeper::hall_of(Caller caller) {
  return caller == Caller::PeerAddress ? peers_ : strangers_;
}

void DoorKeeper::report(const Visit& visit, CloseReason reason) {
  core_->report({reason,
                 Direction::Inbound,
                 AddressGroup(visit.address).to_string(),
                 std::nullopt,
                 /*by_peer=*/false,
                 {}});
}

void DoorKeeper::show_places() {
  core_->counters().strangers = peers_.places.taken() + strangers_.places.taken();
}

}  // namespace vitalstream::net
