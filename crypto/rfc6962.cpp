#include "crypto/rfc6962.hpp"

#include <algorithm>
#include <array>

#include "crypto/merkle_frontier.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::crypto {
namespace {

constexpr std::uint8_t kLeafPrefix = 0x00;
constexpr std::uint8_t kNodePrefix = 0x01;

}  // namespace

Hash32 empty_tree_root() { return sha256(ByteView{}); }

Hash32 leaf_hash(ByteView entry) {
  return Sha256{}.update({&kLeafPrefix, 1}).update(entry).finish();
}

Hash32 node_hash(const Hash32& left, const Hash32& right) {
  std::array<std::uint8_t, 1 + 2 * kDigestBytes> bytes;
  bytes[0] = kNodePrefix;
  std::ranges::copy(left, bytes.begin() + 1);
  std::ranges::copy(right, bytes.begin() + 1 + kDigestBytes);
  return sha256(bytes);
}

Hash32 merkle_root(std::span<const Hash32> leaves) {
  MerkleFrontier frontier;
  for (const Hash32& leaf : leaves) {
    frontier.append(leaf);
  }
  return frontier.root();
}

}  // namespace vitalstream::crypto
