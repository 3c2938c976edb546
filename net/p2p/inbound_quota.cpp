#include "net/p2p/inbound_quota.hpp"

#include "base/assert.hpp"

namespace vitalstream::net {

InboundQuota::InboundQuota(std::size_t total_max, std::size_t per_address_max)
    : total_max_(total_max), per_address_max_(per_address_max) {
}

bool InboundQuota::take(const std::string& address) {
  if (total_ >= total_max_) {
    return false;
  }
  const auto found = by_address_.find(address);
  if (found != by_address_.end() && found->second >= per_address_max_) {
    return false;
  }
  ++by_address_[address];
  ++total_;
  return true;
}

void InboundQuota::give_back(const std::string& address) {
  const auto found = by_address_.find(address);
  VS_ASSERT(found != by_address_.end() && total_ > 0);
  --total_;
  if (--found->second == 0) {
    by_address_.erase(found);
  }
}

}  // namespace vitalstream::net
