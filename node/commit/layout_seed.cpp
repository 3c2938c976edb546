#include "node/commit/layout_seed.hpp"

#include <cstring>

#include "crypto/provider/random.hpp"

namespace vitalstream::node {

std::uint64_t random_layout_seed() {
  const Bytes bytes = crypto::provider::random_bytes(sizeof(std::uint64_t));
  std::uint64_t seed = 0;
  std::memcpy(&seed, bytes.data(), sizeof(seed));
  return seed;
}

}  // namespace vitalstream::node
