#pragma once
// ConnectionTable: all connections of one server, each in a numbered place, so that a finished call
// finds its way back without a pointer that could dangle. Admits up to the limit (where all places
// are taken, somebody who has not asked anything yet gives way to the newcomer), keeps the
// deadlines with one timer for all, and settles those that have something to send. RPC thread only.

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "net/rpc/newcomers.hpp"
#include "net/rpc/rpc_connection.hpp"
#include "net/rpc/rpc_tls.hpp"

namespace vitalstream::net {

// What a server is told.
struct TableEvents {
  // With every tick of the deadlines.
  std::function<void()> on_tick;
  // Nobody takes the answers to this connection's calls any more.
  std::function<void(ConnectionRef)> on_closed;
};

class ConnectionTable final : public CallerDirectory {
 public:
  ConnectionTable(boost::asio::any_io_executor executor, ServerParts parts, UnsafeOpen open,
                  TableEvents events = {});
  ~ConnectionTable();

  // Serves a new client, or refuses it.
  void adopt(Tcp::socket socket);
  // Ends this connection, if it is still there.
  void cut(ConnectionRef ref) noexcept;
  void start_ticking();
  // No new clients; each connection ends once nothing is under way, at the latest after `drain`.
  // Then `stopped` is called.
  void stop(std::chrono::milliseconds drain, std::function<void()> stopped);
  // While it gives way nobody is taken in, and each connection ends once nothing is under way.
  void give_way(bool gives_way);
  // From now on. Cuts the TLS clients whose certificates it does not accept.
  void use_tls(TlsContextPtr context);

  // CallerDirectory.
  [[nodiscard]] RpcCaller* find_caller(ConnectionRef ref) override;

  // Of the connections themselves.
  // Null where there is no TLS.
  [[nodiscard]] const TlsContextPtr& tls_context() const { return tls_; }
  // It has bytes to send, or input to go on with: it is to be settled soon.
  void mark_dirty(RpcConnection& connection);
  // Settles all that are marked: each event ends with it.
  void settle_dirty() noexcept;
  // The client has asked something, or shown a certificate that is trusted. Called once.
  void on_proven(RpcConnection& connection) noexcept;
  void on_closed(RpcConnection& connection) noexcept;

 private:
  // Nothing if the client is gone already.
  using PeerAddress = std::optional<boost::asio::ip::address>;

  struct Place {
    std::shared_ptr<RpcConnection> connection;
    std::uint32_t generation = 0;
    std::optional<Newcomers::Ticket> newcomer;  // until it has asked something
    bool is_refused = false;                    // only to be told so
  };

  [[nodiscard]] std::optional<RpcCause> refusal_of(const PeerAddress& peer) const;
  [[nodiscard]] bool is_full() const;
  void make_room();
  [[nodiscard]] Place& take_place(Tcp::socket socket);
  void admit(Place& place, const PeerAddress& peer);
  void end_newcomer(Place& place) noexcept;
  void count_newcomers() noexcept;
  void schedule_tick();
  void on_tick();
  void stop_some();
  void count();
  // Calls `action` with every connection; those may close meanwhile.
  template <class Action>
  void for_each(Action action);

  ServerParts parts_;
  UnsafeOpen open_to_all_;
  TableEvents events_;
  TlsContextPtr tls_;
  boost::asio::steady_timer tick_;
  std::chrono::milliseconds tick_length_;
  std::vector<Place> places_;
  std::vector<std::uint32_t> free_;
  std::size_t open_ = 0;
  std::size_t refused_ = 0;  // of those
  Newcomers newcomers_;
  bool gives_way_ = false;
  std::vector<std::shared_ptr<RpcConnection>> dirty_;
  std::vector<std::shared_ptr<RpcConnection>> settling_;
  std::chrono::steady_clock::time_point drain_until_;
  std::function<void()> stopped_;
  // A tick that is already due when the table ends finds this gone.
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace vitalstream::net
