#pragma once
// PeerNetworkOptions: everything that the node's configuration and genesis say about the peer
// network. Values only; limits default to limits.hpp.

#include <memory>
#include <optional>
#include <vector>

#include "base/chain.hpp"
#include "net/p2p/backoff.hpp"
#include "net/p2p/handshake_budget.hpp"
#include "net/p2p/misbehaviour_pause.hpp"
#include "net/p2p/name_resolver.hpp"
#include "net/p2p/outbound_queue.hpp"
#include "net/p2p/peer_tls_context.hpp"
#include "net/p2p/peer_types.hpp"

namespace vitalstream::net {

struct PeerLimits {
  std::size_t message_bytes_max = kFrameBytesMax;
  OutboundLimits outbound;
  std::size_t mailbox_bytes = kMailboxBytes;
  std::size_t receive_budget_bytes = kReceiveBudgetBytes;
  std::size_t strangers_max = kStrangersMax;
  std::size_t strangers_per_address_max = kStrangersPerAddressMax;
  HandshakeRates handshakes{{kPeerHandshakesPerS, kPeerHandshakesBurst},
                            {kStrangerHandshakesPerS, kStrangerHandshakesBurst}};
};

struct PeerTimes {
  std::chrono::milliseconds resolve = kResolveTimeout;
  std::chrono::milliseconds dial = kDialTimeout;
  std::chrono::milliseconds handshake = kHandshakeTimeout;
  std::chrono::milliseconds hello = kHelloTimeout;
  std::chrono::milliseconds ping_interval = kPingInterval;
  std::chrono::milliseconds idle = kIdleTimeout;
  std::chrono::milliseconds write_stall = kWriteStallTimeout;
  std::chrono::milliseconds probe = kProbeTimeout;
  std::chrono::milliseconds handover_silence = kHandoverSilence;
  std::chrono::milliseconds stop_flush = kStopFlushTimeout;
  std::chrono::milliseconds stable_session = kStableSession;
};

struct PeerNetworkOptions {
  PeerIdentity self;
  ChainId chain;
  GenesisHash genesis;
  std::vector<HostPort> listen_addresses;  // as peer_listener.hpp reads them
  CertificateFiles certificates;
  std::vector<PeerConfig> peers;
  PeerLimits limits;
  PeerTimes times;
  BackoffLimits backoff;
  PauseLimits pause;
  std::optional<std::uint64_t> random_seed;  // of the backoff's jitter; drawn if not set
  std::shared_ptr<NameResolver> resolver;    // SystemResolver if not set
};

}  // namespace vitalstream::net
