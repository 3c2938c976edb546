#pragma once
// NetworkCore: what the connections of one strand share: the strand, the facts, current
// certificates, and the count of running coroutines by which a stop knows its end. There are two:
// the network's, where sessions live, and the door's, where strangers are. Every coroutine holds
// its own. Strand only, except where said.

#include <functional>
#include <memory>
#include <optional>

#include "net/link/asio_types.hpp"
#include "net/link/tls_engine.hpp"
#include "net/p2p/network_facts.hpp"
#include "net/p2p/open_sockets.hpp"
#include "net/p2p/peer_events.hpp"
#include "net/p2p/peer_tls_context.hpp"

namespace vitalstream::net {

class NetworkCore : public std::enable_shared_from_this<NetworkCore> {
 public:
  // The sink of refusals outlives it.
  NetworkCore(const asio::any_io_executor& executor, std::shared_ptr<NetworkFacts> facts,
              RefusalEvents& refusals, PeerTlsContext tls);

  // Immutable, any thread.
  [[nodiscard]] const asio::any_io_executor& strand() const { return strand_; }
  [[nodiscard]] const PeerNetworkOptions& options() const { return facts_->options; }
  [[nodiscard]] const std::vector<PeerIdentity>& known_peers() const { return facts_->known_peers; }
  [[nodiscard]] InstanceId instance() const { return facts_->instance; }
  [[nodiscard]] NetworkCounters& counters() { return facts_->counters; }

  [[nodiscard]] const PeerTlsContext& tls() const { return tls_; }
  void set_tls(PeerTlsContext tls) { tls_ = std::move(tls); }
  // Why the present trust would refuse this connection as `peer`; nothing if it would not.
  [[nodiscard]] std::optional<CloseReason> no_longer_fit(const TlsEngine& connection,
                                                         PeerId peer) const;
  [[nodiscard]] OpenSockets& sockets() { return *sockets_; }

  // Counts and tells.
  void report(const PeerRefusal& refusal);

  // Expected failures are error codes; an exception is a bug or no memory. It ends the task, and
  // `on_fault` sees to the end of what the task worked for. A task without `on_fault` is one that
  // the network cannot do without: then the process stops.
  void spawn(Task<void> task, std::function<void()> on_fault = nullptr);
  [[nodiscard]] bool stopping() const { return stopping_; }
  // From here on every loop ends; `on_stopped` is called when the last coroutine has.
  void begin_stop(std::function<void()> on_stopped);

 private:
  void on_task_ended();

  asio::any_io_executor strand_;
  std::shared_ptr<NetworkFacts> facts_;
  RefusalEvents& refusals_;
  PeerTlsContext tls_;
  std::shared_ptr<OpenSockets> sockets_;
  std::size_t running_tasks_ = 0;
  bool stopping_ = false;
  std::function<void()> on_stopped_;
};

}  // namespace vitalstream::net
