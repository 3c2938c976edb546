#include "node/app/valid_signatures.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "crypto/sha256.hpp"

namespace vitalstream::node {
namespace {

// Each part with its length, so that no two items have the same bytes.
void append(crypto::Sha256& hash, ByteView part) {
  const std::uint64_t size = part.size();
  std::array<std::uint8_t, sizeof size> bytes{};
  std::memcpy(bytes.data(), &size, sizeof size);
  hash.update(bytes);
  hash.update(part);
}

}  // namespace

Hash32 ValidSignatures::identity(const Item& item) {
  crypto::Sha256 hash;
  hash.update(std::array{static_cast<std::uint8_t>(item.key->algorithm)});
  append(hash, item.key->bytes);
  append(hash, item.message);
  append(hash, item.signature);
  return hash.finish();
}

bool ValidSignatures::contains(const Hash32& identity) {
  if (young_.contains(identity)) {
    return true;
  }
  if (old_.contains(identity)) {
    remember(identity);
    return true;
  }
  return false;
}

void ValidSignatures::remember(const Hash32& identity) {
  if (young_.size() >= std::max<std::size_t>(generation_max_, 1)) {
    old_ = std::move(young_);
    young_ = Generation{};
  }
  young_.insert(identity);
}

// The hash of what others chose: they cannot aim at one bucket more cheaply than by trying.
std::size_t ValidSignatures::FirstBytes::operator()(const Hash32& hash) const noexcept {
  std::size_t first = 0;
  std::memcpy(&first, hash.data(), sizeof first);
  return first;
}

}  // namespace vitalstream::node
