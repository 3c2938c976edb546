#pragma once
// Which configured peer a verified certificate is: name and issuing key must both be the pinned
// ones, so that no organisation's CA can make another's identity. The address plays no part. Pure.

#include <optional>
#include <vector>

#include "base/result.hpp"
#include "net/p2p/close_reason.hpp"
#include "net/p2p/peer_certificate.hpp"
#include "net/p2p/peer_types.hpp"

namespace vitalstream::net {

// `dialed` is whom we meant to reach, if it was we who dialed. Refusals in order: WrongUsage (a CA
// certificate), UnknownPeer (nobody's name, inbound), WrongName (not the dialed peer's, or the
// names of several peers), WrongIssuerKey.
[[nodiscard]] Result<PeerId, CloseReason> identify_peer(const PeerCertificate& certificate,
                                                        const std::vector<PeerIdentity>& known,
                                                        std::optional<PeerId> dialed);

[[nodiscard]] bool has_name(const PeerCertificate& certificate, std::string_view host);

}  // namespace vitalstream::net
