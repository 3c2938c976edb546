#include "net/rpc/bind_policy.hpp"

namespace vitalstream::net {

bool is_loopback(const boost::asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6())
        .is_loopback();
  }
  return address.is_loopback();
}

std::optional<std::string_view> refuse_bind(const boost::asio::ip::address& address, RpcTlsMode tls,
                                            UnsafeOpen open) {
  if (is_loopback(address) || tls == RpcTlsMode::ClientCertificates ||
      open == UnsafeOpen::Accepted) {
    return std::nullopt;
  }
  return tls == RpcTlsMode::None
             ? "beyond loopback, RPC needs TLS that demands client certificates"
             : "beyond loopback, TLS must demand client certificates: configure a client CA";
}

bool may_speak_plain(const boost::asio::ip::address& peer, UnsafeOpen open) {
  return is_loopback(peer) || open == UnsafeOpen::Accepted;
}

}  // namespace vitalstream::net
