#include "net/rpc/rpc_origin.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>

#include "base/byte_writer.hpp"
#include "crypto/sha256.hpp"
#include "net/rpc/bind_policy.hpp"

namespace vitalstream::net {
namespace {

// Senders of different kinds never have one hash.
enum class Kind : std::uint8_t { Address, Connection };

constexpr std::size_t kNetworkBytes = 8;  // of a /64

RpcOrigin hashed(Kind kind, ByteView what) {
  const Bytes head{static_cast<std::uint8_t>(kind)};
  return RpcOrigin{crypto::sha256({head, what})};
}

}  // namespace

RpcOrigin origin_of_address(const boost::asio::ip::address& address) {
  if (address.is_v6() && !address.to_v6().is_v4_mapped()) {
    const auto bytes = address.to_v6().to_bytes();
    return hashed(Kind::Address, ByteView(bytes).first(kNetworkBytes));
  }
  const auto v4 = address.is_v4() ? address.to_v4()
                                  : boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped,
                                                                     address.to_v6());
  return hashed(Kind::Address, v4.to_bytes());
}

RpcOrigin origin_of_connection(const ssl_st* tls, const boost::asio::ip::address& peer,
                               ConnectionRef ref) {
  const X509* const shown = tls == nullptr ? nullptr : SSL_get0_peer_certificate(tls);
  Hash32 digest{};
  if (shown != nullptr && X509_digest(shown, EVP_sha256(), digest.data(), nullptr) == 1) {
    return RpcOrigin{digest};
  }
  if (!is_loopback(peer)) {
    return origin_of_address(peer);
  }
  ByteWriter writer;
  writer.u32(ref.slot);
  writer.u32(ref.generation);
  return hashed(Kind::Connection, writer.bytes());
}

}  // namespace vitalstream::net
