#pragma once
// AddressGroup: what counts as one address where connections are counted. An IPv4 address is one;
// of IPv6 whoever has one address has a /64 of them, so the /64 is one. An IPv4 address that
// arrived on an IPv6 socket counts as what it is. A plain value, any thread.

#include <array>
#include <compare>
#include <cstdint>
#include <string>

#include "net/link/asio_types.hpp"

namespace vitalstream::net {

// An IPv4-mapped IPv6 address as the IPv4 address that it stands for, others as they are.
[[nodiscard]] asio::ip::address unmapped(const asio::ip::address& address);

class AddressGroup {
 public:
  explicit AddressGroup(const asio::ip::address& address);
  friend auto operator<=>(const AddressGroup&, const AddressGroup&) = default;

  // "10.0.0.7", "2001:db8::/64".
  [[nodiscard]] std::string to_string() const;

 private:
  static constexpr std::size_t kPrefixBytes = 8;
  bool is_v6_ = false;
  std::array<std::uint8_t, kPrefixBytes> prefix_{};
};

}  // namespace vitalstream::net
