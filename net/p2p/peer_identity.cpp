#include "net/p2p/peer_identity.hpp"

#include <algorithm>

namespace vitalstream::net {
namespace {

char to_lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool equal_without_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return to_lower(a) == to_lower(b); });
}

}  // namespace

bool has_name(const PeerCertificate& certificate, std::string_view host) {
  return std::any_of(certificate.dns_names.begin(), certificate.dns_names.end(),
                     [host](const std::string& name) { return equal_without_case(name, host); });
}

Result<PeerId, CloseReason> identify_peer(const PeerCertificate& certificate,
                                          const std::vector<PeerIdentity>& known,
                                          std::optional<PeerId> dialed) {
  if (certificate.is_authority) {
    return CloseReason::WrongUsage;
  }
  const PeerIdentity* match = nullptr;
  for (const PeerIdentity& identity : known) {
    if (!has_name(certificate, identity.san_host)) {
      continue;
    }
    if (match != nullptr) {
      return CloseReason::WrongName;
    }
    match = &identity;
  }
  if (dialed && (match == nullptr || match->id != *dialed)) {
    return CloseReason::WrongName;
  }
  if (match == nullptr) {
    return CloseReason::UnknownPeer;
  }
  if (match->issuer_key != certificate.issuer_key) {
    return CloseReason::WrongIssuerKey;
  }
  return match->id;
}

}  // namespace vitalstream::net
