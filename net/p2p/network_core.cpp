#include "net/p2p/network_core.hpp"

#include <openssl/rand.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/strand.hpp>
#include <utility>

#include "base/assert.hpp"
#include "net/p2p/peer_identity.hpp"

namespace vitalstream::net {
namespace {

InstanceId draw_instance() {
  InstanceId::Rep bytes{};
  VS_ASSERT(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
  return InstanceId{bytes};
}

std::vector<PeerIdentity> identities_of(const std::vector<PeerConfig>& peers) {
  std::vector<PeerIdentity> identities;
  for (const PeerConfig& peer : peers) {
    identities.push_back(peer.identity);
  }
  return identities;
}

}  // namespace

NetworkCore::NetworkCore(const asio::any_io_executor& executor, PeerNetworkOptions options,
                         PeerEvents& events, PeerTlsContext tls)
    : strand_(asio::make_strand(executor)),
      options_(std::move(options)),
      known_peers_(identities_of(options_.peers)),
      events_(events),
      tls_(std::move(tls)),
      instance_(draw_instance()),
      quota_(options_.limits.inbound_strangers_max,
             options_.limits.inbound_strangers_per_address_max),
      sockets_(std::make_shared<OpenSockets>()) {
  if (options_.resolver == nullptr) {
    options_.resolver = std::make_shared<SystemResolver>(executor);
  }
  counters_.certificate_expires_at_unix_s = tls_.expires_at_unix_s();
}

void NetworkCore::set_tls(PeerTlsContext tls) {
  tls_ = std::move(tls);
  counters_.certificate_expires_at_unix_s = tls_.expires_at_unix_s();
}

std::optional<CloseReason> NetworkCore::no_longer_fit(const TlsEngine& connection,
                                                      PeerId peer) const {
  if (connection.belongs_to(tls_)) {
    return std::nullopt;
  }
  const auto certificate = connection.peer_certificate_under(tls_);
  if (!certificate) {
    return certificate.error();
  }
  const auto identity = identify_peer(*certificate, known_peers_, peer);
  return identity ? std::nullopt : std::optional(identity.error());
}

void NetworkCore::report(const PeerRefusal& refusal) {
  counters_.count_refused(refusal.reason);
  events_.on_refused(refusal);
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
