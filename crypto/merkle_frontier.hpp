#pragma once
// MerkleFrontier: all that appending to an RFC 6962 tree needs, the roots of its complete subtrees
// from the largest to the smallest, one for each bit set in the size. Owned by whoever executes
// blocks; a plain value, so that a copy can run ahead. Pure; any thread.

#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "crypto/rfc6962.hpp"

namespace vitalstream::crypto {

class MerkleFrontier {
 public:
  void append(const Hash32& leaf);
  [[nodiscard]] TreeSize size() const { return size_; }
  [[nodiscard]] Hash32 root() const;

  // The size, then the subtree roots: 8 bytes and 32 for each.
  [[nodiscard]] Bytes encode() const;
  [[nodiscard]] static std::optional<MerkleFrontier> decode(ByteView bytes);

  friend bool operator==(const MerkleFrontier&, const MerkleFrontier&) = default;

 private:
  TreeSize size_{0};
  std::vector<Hash32> subtrees_;
};

}  // namespace vitalstream::crypto
