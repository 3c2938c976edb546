#pragma once
// Who a peer is and how it is reached: plain values from the configuration, any thread.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "base/strong.hpp"
#include "net/p2p/host_port.hpp"

namespace vitalstream::net {

// The number by which genesis knows a validator (or configuration an observer).
using PeerId = Strong<struct PeerIdTag, std::uint32_t>;

// SHA-256 of a DER SubjectPublicKeyInfo: how an issuing CA's key is pinned.
using SpkiHash = Digest<struct SpkiHashTag>;

// Drawn at random at each start of a process. Two sessions of one identity with different
// instances come from two processes, or from one that has restarted.
using InstanceId = Strong<struct InstanceIdTag, std::array<std::uint8_t, 16>>;

// What a certificate must show to be this peer.
struct PeerIdentity {
  PeerId id;
  std::string name;      // for people
  std::string san_host;  // a DNS subject alternative name, compared without case
  SpkiHash issuer_key;   // of the CA that signed the certificate itself, not of its root
};

struct PeerConfig {
  PeerIdentity identity;
  std::vector<HostPort> dial_addresses;  // all are tried; none means that the peer dials us
};

enum class Direction { Inbound, Outbound };

// The order is the order of importance.
enum class Priority : std::uint8_t {
  Consensus,  // never dropped: a peer that cannot keep up with these is cut
  Reply,      // answers to a fetch; dropped when full, the asker asks again
  Bulk,       // batches; dropped when full, resent from the peer's watermark
};
inline constexpr std::size_t kPriorityCount = 3;

// One payload goes to many peers without being copied.
using Payload = std::shared_ptr<const Bytes>;

}  // namespace vitalstream::net
