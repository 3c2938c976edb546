#include "net/p2p/address_group.hpp"

#include <algorithm>

namespace vitalstream::net {

asio::ip::address unmapped(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  return address;
}

AddressGroup::AddressGroup(const asio::ip::address& address) {
  const asio::ip::address plain = unmapped(address);
  is_v6_ = plain.is_v6();
  if (is_v6_) {
    const auto bytes = plain.to_v6().to_bytes();
    std::copy_n(bytes.begin(), kPrefixBytes, prefix_.begin());
  } else {
    const auto bytes = plain.to_v4().to_bytes();
    std::copy(bytes.begin(), bytes.end(), prefix_.begin());
  }
}

std::string AddressGroup::to_string() const {
  if (is_v6_) {
    asio::ip::address_v6::bytes_type bytes{};
    std::copy(prefix_.begin(), prefix_.end(), bytes.begin());
    return asio::ip::address_v6(bytes).to_string() + "/64";
  }
  asio::ip::address_v4::bytes_type bytes{};
  std::copy_n(prefix_.begin(), bytes.size(), bytes.begin());
  return asio::ip::address_v4(bytes).to_string();
}

}  // namespace vitalstream::net
