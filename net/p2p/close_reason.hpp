#pragma once
// Why a connection was refused or a session ended: one word for the log line, the metric label and
// the goodbye frame. The numbers travel on the wire and never change. A plain value, any thread.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace vitalstream::net {

enum class CloseReason : std::uint8_t {
  // Reaching the peer.
  DialFailed = 1,
  ConnectionLost = 2,
  // TLS, in the order in which a handshake meets them.
  HandshakeTimeout = 3,
  TlsVersion = 4,
  TlsCipher = 5,
  TlsFailure = 6,
  NoCertificate = 7,
  UntrustedIssuer = 8,
  Expired = 9,
  NotYetValid = 10,
  WrongUsage = 11,
  // Who the certificate says it is.
  UnknownPeer = 12,
  WrongName = 13,
  WrongIssuerKey = 14,
  // What the hello says.
  HelloTimeout = 15,
  ProtocolVersion = 16,
  WrongChain = 17,
  WrongGenesis = 18,
  WrongIdentityInHello = 19,
  // Whether there is room.
  TooManyConnections = 20,
  DuplicateDial = 21,
  SecondSession = 22,
  // What ends a session.
  OversizedFrame = 23,
  MalformedFrame = 24,
  IdleTimeout = 25,
  TooSlow = 26,
  Superseded = 27,
  Shutdown = 28,
  // The other side refused us by a TLS alert (its goodbye says more, and is passed on as it is).
  RefusedByPeer = 29,
  // The peer's messages broke a rule that no honest peer breaks.
  Misbehaved = 30,
  // An exception on our side, a bug or no memory, which costs this connection only.
  InternalFault = 31,
  // It broke such a rule a short while ago, and comes back too soon.
  Paused = 32,
};

inline constexpr std::size_t kCloseReasonCount = 33;

[[nodiscard]] std::string_view to_string(CloseReason reason);

// A rule was broken that no honest peer breaks.
[[nodiscard]] bool is_misbehaviour(CloseReason reason);

// Nothing for a number that this version does not know.
[[nodiscard]] std::optional<CloseReason> close_reason_of(std::uint8_t code);

}  // namespace vitalstream::net
