#pragma once
// LinkTraffic: bytes on the wire, TLS included, of one link or of many together. Links add; any
// thread may read.

#include <atomic>
#include <cstdint>

namespace vitalstream::net {

struct LinkTraffic {
  std::atomic<std::uint64_t> bytes_in{0};
  std::atomic<std::uint64_t> bytes_out{0};
};

}  // namespace vitalstream::net
