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

namespace vitalstream::net {

// What a server puts on its connections.
class SessionFactory {
 public:
  [[nodiscard]] virtual std::unique_ptr<ClientSession> make_http(SessionHost& host) = 0;
  [[nodiscard]] virtual std::unique_ptr<ClientSession> make_websocket(SessionHost& host) = 0;
  [[nodiscard]] virtual TlsContextPtr tls_context() const = 0;
  // Called with every tick of the deadlines.
  virtual void on_tick() noexcept = 0;
  // Nobody takes the answers to this connection's calls any more.
  virtual void on_closed(ConnectionRef connection) noexcept = 0;

 protected:
  ~SessionFactory() = default;
};

struct TableParts {
  SessionFactory& sessions;
  const RpcLimits& limits;
  ServerLoad& load;
  RpcStats& stats;
  UnsafeOpen open = UnsafeOpen::Refused;
};

class ConnectionTable final : public ConnectionOwner, public CallerDirectory {
 public:
  ConnectionTable(boost::asio::any_io_executor executor, TableParts parts);
  ~ConnectionTable();

  // Serves a new client, or refuses it.
  void adopt(RpcChannel::Socket socket);
  // Ends this connection, if it is still there.
  void cut(ConnectionRef ref) noexcept;
  void start_ticking();
  // No new clients; each connection ends once nothing is under way, at the latest after `drain`.
  // Then `stopped` is called.
  void stop(std::chrono::milliseconds drain, std::function<void()> stopped);
  // While it gives way nobody is taken in, and each connection ends once nothing is under way.
  void give_way(bool gives_way);
  // Cuts the TLS clients whose certificates `context` does not accept.
  void cut_untrusted(boost::asio::ssl::context& context);
  void settle_dirty() noexcept override;

  // CallerDirectory.
  [[nodiscard]] RpcCaller* find_caller(ConnectionRef ref) override;

  // ConnectionOwner.
  [[nodiscard]] std::unique_ptr<ClientSession> make_http(SessionHost& host) override;
  [[nodiscard]] std::unique_ptr<ClientSession> make_websocket(SessionHost& host) override;
  [[nodiscard]] TlsContextPtr tls_context() const override;
  void mark_dirty(RpcConnection& connection) override;
  void on_proven(RpcConnection& connection) noexcept override;
  void on_closed(RpcConnection& connection) noexcept override;

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
  [[nodiscard]] Place& take_place(RpcChannel::Socket socket);
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

  TableParts parts_;
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
