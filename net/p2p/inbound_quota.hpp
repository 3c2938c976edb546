#pragma once
// InboundQuota: how many inbound connections may be in front of their hello, in all and from one
// address, so that strangers cannot use up descriptors and handshakes. The listener takes a place
// before anything is read. Pure; one strand.

#include <map>
#include <string>

#include "net/p2p/limits.hpp"

namespace vitalstream::net {

class InboundQuota {
 public:
  InboundQuota(std::size_t total_max, std::size_t per_address_max);

  [[nodiscard]] bool take(const std::string& address);
  void give_back(const std::string& address);
  [[nodiscard]] std::size_t taken() const { return total_; }

 private:
  std::size_t total_max_;
  std::size_t per_address_max_;
  std::size_t total_ = 0;
  std::map<std::string, std::size_t> by_address_;
};

}  // namespace vitalstream::net
