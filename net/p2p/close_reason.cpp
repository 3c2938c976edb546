#include "net/p2p/close_reason.hpp"

#include <array>

namespace vitalstream::net {
namespace {

// Indexed by code; zero is no reason.
constexpr std::array<std::string_view, kCloseReasonCount> kNames{
    "None",
    "DialFailed",
    "ConnectionLost",
    "HandshakeTimeout",
    "TlsVersion",
    "TlsCipher",
    "TlsFailure",
    "NoCertificate",
    "UntrustedIssuer",
    "Expired",
    "NotYetValid",
    "WrongUsage",
    "UnknownPeer",
    "WrongName",
    "WrongIssuerKey",
    "HelloTimeout",
    "ProtocolVersion",
    "WrongChain",
    "WrongGenesis",
    "WrongIdentityInHello",
    "TooManyConnections",
    "DuplicateDial",
    "SecondSession",
    "OversizedFrame",
    "MalformedFrame",
    "IdleTimeout",
    "TooSlow",
    "Superseded",
    "Shutdown",
    "RefusedByPeer",
    "Misbehaved",
    "InternalFault",
    "Paused",
};

}  // namespace

std::string_view to_string(CloseReason reason) {
  return kNames.at(static_cast<std::size_t>(reason));
}

bool is_misbehaviour(CloseReason reason) {
  return reason == CloseReason::Misbehaved || reason == CloseReason::MalformedFrame ||
         reason == CloseReason::OversizedFrame;
}

std::optional<CloseReason> close_reason_of(std::uint8_t code) {
  if (code == 0 || code >= kCloseReasonCount) {
    return std::nullopt;
  }
  return static_cast<CloseReason>(code);
}

}  // namespace vitalstream::net
