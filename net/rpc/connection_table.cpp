#include "net/rpc/connection_table.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "net/rpc/rpc_origin.hpp"

namespace vitalstream::net {
namespace {

using Clock = std::chrono::steady_clock;

// So many more than the limit are told politely that they are too many; others are just closed.
constexpr std::size_t kPoliteRefusalsMax = 64;
// A deadline is checked about this many times before it is over.
constexpr int kChecksPerDeadline = 4;

std::chrono::milliseconds tick_of(const RpcLimits& limits) {
  const auto shortest =
      std::min({limits.handshake_deadline, limits.head_deadline, limits.crowded_deadline,
                limits.body_deadline, limits.idle_deadline, limits.write_deadline});
  return std::clamp(shortest / kChecksPerDeadline, kRpcTickMin, kRpcTickMax);
}

}  // namespace

ConnectionTable::ConnectionTable(boost::asio::any_io_executor executor, ServerParts parts,
                                 UnsafeOpen open, TableEvents events)
    : parts_(parts),
      open_to_all_(open),
      events_(std::move(events)),
      tick_(std::move(executor)),
      tick_length_(tick_of(parts.limits)) {}

ConnectionTable::~ConnectionTable() {
  for_each([](RpcConnection& connection) { connection.close(); });
}

template <class Action>
void ConnectionTable::for_each(Action action) {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (const auto connection = places_[i].connection) {
      action(*connection);
    }
  }
}

std::optional<RpcCause> ConnectionTable::refusal_of(const PeerAddress& peer) const {
  if (parts_.load.draining) {
    return RpcCause::ShuttingDown;
  }
  if (is_full()) {
    return RpcCause::TooManyConnections;
  }
  if (!peer || !may_speak_plain(*peer, open_to_all_)) {
    return RpcCause::PlainRefused;
  }
  return std::nullopt;
}

bool ConnectionTable::is_full() const { return open_ - refused_ >= parts_.limits.connections_max; }

void ConnectionTable::adopt(Tcp::socket socket) {
  make_room();
  // Giving way, not even a polite refusal is worth a descriptor.
  if (gives_way_ || (is_full() && refused_ >= kPoliteRefusalsMax)) {
    parts_.stats.count_refusal(RpcCause::TooManyConnections);
    return;
  }
  boost::system::error_code gone;
  const auto endpoint = socket.remote_endpoint(gone);
  const PeerAddress peer = gone ? PeerAddress() : PeerAddress(endpoint.address());
  const auto refusal = refusal_of(peer);
  try {
    Place& place = take_place(std::move(socket));
    const auto connection = place.connection;
    // Who may not speak without TLS can still speak with it.
    if (!refusal || refusal == RpcCause::PlainRefused) {
      admit(place, peer);
    } else {
      place.is_refused = true;
      ++refused_;
    }
    connection->start(refusal);
  } catch (...) {
    // No memory for one more: the socket closes.
    parts_.stats.count_fault();
  }
}

// A client that has asked something is never cut for somebody else.
void ConnectionTable::make_room() {
  const auto slot = newcomers_.next_to_go();
  if (gives_way_ || parts_.load.draining || !is_full() || !slot) {
    return;
  }
  parts_.stats.count_gave_way();
  // A copy, because the place lets go of it.
  const auto connection = places_[*slot].connection;
  connection->close();
}

ConnectionTable::Place& ConnectionTable::take_place(Tcp::socket socket) {
  if (free_.empty()) {
    // So that closing never needs memory.
    free_.reserve(places_.size() + 1);
    places_.emplace_back();
    free_.push_back(static_cast<std::uint32_t>(places_.size() - 1));
  }
  const std::uint32_t slot = free_.back();
  Place& place = places_[slot];
  place.connection = std::make_shared<RpcConnection>(
      std::move(socket), ConnectionRef{slot, place.generation}, *this, parts_);
  free_.pop_back();
  ++open_;
  count();
  return place;
}

void ConnectionTable::admit(Place& place, const PeerAddress& peer) {
  try {
    const auto address = origin_of_address(peer.value_or(boost::asio::ip::address()));
    place.newcomer = newcomers_.enter(address, place.connection->ref().slot);
  } catch (...) {
    place.connection->close();
    throw;
  }
  count_newcomers();
}

void ConnectionTable::on_proven(RpcConnection& connection) noexcept {
  Place& place = places_[connection.ref().slot];
  if (place.connection.get() == &connection) {
    end_newcomer(place);
  }
}

void ConnectionTable::end_newcomer(Place& place) noexcept {
  if (place.newcomer) {
    newcomers_.leave(*place.newcomer);
    place.newcomer.reset();
    count_newcomers();
  }
}

void ConnectionTable::count_newcomers() noexcept {
  parts_.load.crowded = newcomers_.count() * 2 > parts_.limits.connections_max;
}

void ConnectionTable::cut(ConnectionRef ref) noexcept {
  const Place& place = places_[ref.slot];
  if (const auto connection = place.connection; connection && place.generation == ref.generation) {
    connection->close();
  }
}

void ConnectionTable::on_closed(RpcConnection& connection) noexcept {
  Place& place = places_[connection.ref().slot];
  end_newcomer(place);
  refused_ -= place.is_refused ? 1U : 0U;
  place.is_refused = false;
  if (events_.on_closed) {
    events_.on_closed(connection.ref());
  }
  ++place.generation;
  place.connection.reset();
  free_.push_back(connection.ref().slot);
  --open_;
  count();
}

void ConnectionTable::count() {
  parts_.stats.set_connections(open_);
  parts_.stats.set_tls_connections(parts_.load.tls_connections);
}

RpcCaller* ConnectionTable::find_caller(ConnectionRef ref) {
  const Place& place = places_[ref.slot];
  return place.generation == ref.generation && place.connection ? place.connection->caller()
                                                                : nullptr;
}

void ConnectionTable::mark_dirty(RpcConnection& connection) {
  dirty_.push_back(connection.shared_from_this());
}

void ConnectionTable::settle_dirty() noexcept {
  // Settling may mark others, or be asked for again from within.
  if (!settling_.empty()) {
    return;
  }
  while (!dirty_.empty()) {
    settling_.swap(dirty_);
    for (const auto& connection : settling_) {
      connection->settle();
    }
    settling_.clear();
  }
}

void ConnectionTable::start_ticking() { schedule_tick(); }

void ConnectionTable::schedule_tick() {
  tick_.expires_after(tick_length_);
  tick_.async_wait([this, alive = std::weak_ptr<bool>(alive_)](const auto& error) {
    if (!error && !alive.expired()) {
      on_tick();
    }
  });
}

void ConnectionTable::on_tick() {
  const auto now = Clock::now();
  for_each([now](RpcConnection& connection) { connection.check_deadlines(now); });
  settle_dirty();
  count();
  if (events_.on_tick) {
    events_.on_tick();
  }
  if (stopped_) {
    stop_some();
  }
  if (!stopped_ && parts_.load.draining) {
    return;
  }
  schedule_tick();
}

void ConnectionTable::stop(std::chrono::milliseconds drain, std::function<void()> stopped) {
  parts_.load.draining = true;
  drain_until_ = Clock::now() + drain;
  stopped_ = std::move(stopped);
  tick_length_ = kRpcTickMin;
  schedule_tick();
}

// Repeated while the server drains: a session finishes as soon as it has nothing under way.
void ConnectionTable::stop_some() {
  const bool is_over = Clock::now() >= drain_until_;
  for_each([is_over](RpcConnection& connection) {
    if (is_over) {
      connection.close();
    } else {
      connection.stop();
    }
  });
  settle_dirty();
  if (open_ == 0) {
    // Posted: whoever is told may destroy this table.
    boost::asio::post(tick_.get_executor(), std::exchange(stopped_, nullptr));
  }
}

void ConnectionTable::give_way(bool gives_way) {
  gives_way_ = gives_way;
  if (gives_way) {
    for_each([](RpcConnection& connection) { connection.stop(); });
    settle_dirty();
  }
}

void ConnectionTable::use_tls(TlsContextPtr context) {
  tls_ = std::move(context);
  for_each([this](RpcConnection& connection) {
    SSL* const tls = connection.link().tls_handle();
    if (tls != nullptr && !still_trusted(tls, *tls_)) {
      connection.close();
    }
  });
}

}  // namespace vitalstream::net
