#include "net/p2p/network_core.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/strand.hpp>
#include <utility>

#include "base/assert.hpp"
#include "base/result.hpp"
#include "net/p2p/peer_identity.hpp"
#include "net/p2p/shown_certificate.hpp"

namespace vitalstream::net {

NetworkCore::NetworkCore(const asio::any_io_executor& executor, std::shared_ptr<NetworkFacts> facts,
                         RefusalEvents& refusals, PeerTlsContext tls)
    : strand_(asio::make_strand(executor)),
      facts_(std::move(facts)),
      refusals_(refusals),
      tls_(std::move(tls)),
      sockets_(std::make_shared<OpenSockets>()) {}

std::optional<CloseReason> NetworkCore::no_longer_fit(const TlsEngine& connection,
                                                      PeerId peer) const {
  if (belongs_to(connection, tls_)) {
    return std::nullopt;
  }
  VS_TRY(certificate, shown_certificate_under(connection, tls_));
  const auto identity = identify_peer(certificate, known_peers(), peer);
  return identity ? std::nullopt : std::optional(identity.error());
}

void NetworkCore::report(const PeerRefusal& refusal) {
  counters().count_refused(refusal.reason);
  refusals_.on_refused(refusal);
}

void NetworkCore::spawn(Task<void> task, std::function<void()> on_fault) {
  ++running_tasks_;
  try {
    asio::co_spawn(strand_, std::move(task),
                   [self = shared_from_this(),
                    on_fault = std::move(on_fault)](const std::exception_ptr& failure) {
                     if (failure != nullptr) {
                       VS_ASSERT(on_fault != nullptr);
                       on_fault();
                     }
                     self->on_task_ended();
                   });
  } catch (...) {
    --running_tasks_;
    throw;
  }
}

void NetworkCore::begin_stop(std::function<void()> on_stopped) {
  stopping_ = true;
  on_stopped_ = std::move(on_stopped);
}

void NetworkCore::on_task_ended() {
  --running_tasks_;
  if (running_tasks_ == 0 && stopping_ && on_stopped_) {
    std::exchange(on_stopped_, nullptr)();
  }
}

}  // namespace vitalstream::net
