#pragma once
// Whose certificate the other side of a connection has shown. After its handshake; one strand.

#include <optional>

#include "base/result.hpp"
#include "net/link/tls_engine.hpp"
#include "net/p2p/close_reason.hpp"
#include "net/p2p/peer_certificate.hpp"
#include "net/p2p/peer_tls_context.hpp"

namespace vitalstream::net {

// Nothing if it was verified by being in the bundle itself.
[[nodiscard]] std::optional<PeerCertificate> shown_certificate(const TlsEngine& connection);

// The same under another generation's trust, or why that would refuse it.
[[nodiscard]] Result<PeerCertificate, CloseReason> shown_certificate_under(
    const TlsEngine& connection, const PeerTlsContext& context);

// Whether the connection began under this generation.
[[nodiscard]] bool belongs_to(const TlsEngine& connection, const PeerTlsContext& context);

}  // namespace vitalstream::net
