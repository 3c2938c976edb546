#include "crypto/merkle_frontier.hpp"

#include <algorithm>
#include <bit>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"

namespace vitalstream::crypto {

// Each complete subtree at the right edge has a set bit in the size; the ones at its low end are
// the subtrees that the new leaf completes to a larger one, as in counting.
void MerkleFrontier::append(const Hash32& leaf) {
  Hash32 completed = leaf;
  for (int merges = std::countr_one(size_.value()); merges > 0; --merges) {
    completed = node_hash(subtrees_.back(), completed);
    subtrees_.pop_back();
  }
  subtrees_.push_back(completed);
  size_ = TreeSize{size_.value() + 1};
}

Hash32 MerkleFrontier::root() const {
  if (subtrees_.empty()) {
    return empty_tree_root();
  }
  Hash32 root = subtrees_.back();
  for (std::size_t i = subtrees_.size() - 1; i-- > 0;) {
    root = node_hash(subtrees_[i], root);
  }
  return root;
}

Bytes MerkleFrontier::encode() const {
  ByteWriter writer(sizeof(std::uint64_t) + subtrees_.size() * kDigestBytes);
  writer.u64(size_.value());
  for (const Hash32& subtree : subtrees_) {
    writer.raw(subtree);
  }
  return writer.take();
}

std::optional<MerkleFrontier> MerkleFrontier::decode(ByteView bytes) {
  ByteReader reader(bytes);
  MerkleFrontier frontier;
  frontier.size_ = TreeSize{reader.u64()};
  frontier.subtrees_.resize(static_cast<std::size_t>(std::popcount(frontier.size_.value())));
  for (Hash32& subtree : frontier.subtrees_) {
    const ByteView hash = reader.raw(kDigestBytes);
    std::ranges::copy(hash, subtree.begin());
  }
  return reader.finished() ? std::optional(std::move(frontier)) : std::nullopt;
}

}  // namespace vitalstream::crypto
