#include "crypto/merkle_proof.hpp"

#include <algorithm>
#include <bit>

namespace vitalstream::crypto {
namespace {

// Leaves [begin, end). In every range below, `begin` is a multiple of a power of two that is not
// smaller than the range, as RFC 6962's own division yields them.
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  [[nodiscard]] std::uint64_t size() const { return end - begin; }
  // The largest power of two below the size: where the RFC divides.
  [[nodiscard]] std::uint64_t division() const { return begin + std::bit_floor(size() - 1); }
};

// The root over a range: its complete subtrees, largest first, folded from the right.
std::optional<Hash32> range_root(const NodeReader& nodes, Range range) {
  std::vector<Hash32> subtrees;
  while (range.size() > 0) {
    const std::uint64_t width = std::bit_floor(range.size());
    const auto level = static_cast<unsigned>(std::countr_zero(width));
    const auto subtree = nodes(NodeId{level, range.begin >> level});
    if (!subtree) {
      return std::nullopt;
    }
    subtrees.push_back(*subtree);
    range.begin += width;
  }
  Hash32 root = subtrees.back();
  for (std::size_t i = subtrees.size() - 1; i-- > 0;) {
    root = node_hash(subtrees[i], root);
  }
  return root;
}

// The roots of ranges in proof order; nothing if one cannot be had.
std::optional<MerkleProof> roots_of(const NodeReader& nodes, std::span<const Range> ranges) {
  MerkleProof proof;
  proof.reserve(ranges.size());
  for (const Range& range : ranges) {
    const auto root = range_root(nodes, range);
    if (!root) {
      return std::nullopt;
    }
    proof.push_back(*root);
  }
  return proof;
}

// Takes one hash after the other; asking for more than there are fails the proof.
class ProofTape {
 public:
  explicit ProofTape(std::span<const Hash32> proof) : rest_(proof) {}

  std::optional<Hash32> next();
  [[nodiscard]] bool is_used_up() const { return rest_.empty(); }

 private:
  std::span<const Hash32> rest_;
};

std::optional<Hash32> ProofTape::next() {
  if (rest_.empty()) {
    return std::nullopt;
  }
  const Hash32 hash = rest_.front();
  rest_ = rest_.subspan(1);
  return hash;
}

// RFC 9162 section 2.1.4.2, for sizes 0 < older < newer.
bool climb_consistently(const TreeHead& older, const TreeHead& newer,
                        std::span<const Hash32> proof) {
  ProofTape tape(proof);
  std::uint64_t position = older.size.value() - 1;
  std::uint64_t last = newer.size.value() - 1;
  const int complete = std::countr_one(position);
  position >>= complete;
  last >>= complete;
  // A complete older tree is a node of the newer one; the proof then omits it.
  const auto start = std::has_single_bit(older.size.value()) ? older.root : tape.next();
  if (!start) {
    return false;
  }
  Hash32 older_root = *start;
  Hash32 newer_root = *start;
  while (last != 0) {
    const bool is_left_child = position % 2 == 0;
    if (is_left_child && position == last) {
      position >>= 1U;
      last >>= 1U;
      continue;
    }
    const auto sibling = tape.next();
    if (!sibling) {
      return false;
    }
    if (is_left_child) {
      newer_root = node_hash(newer_root, *sibling);
    } else {
      older_root = node_hash(*sibling, older_root);
      newer_root = node_hash(*sibling, newer_root);
    }
    position >>= 1U;
    last >>= 1U;
  }
  return tape.is_used_up() && older_root == older.root && newer_root == newer.root;
}

}  // namespace

std::optional<MerkleProof> inclusion_proof(const NodeReader& nodes, LeafIndex leaf, TreeSize size) {
  if (leaf.value() >= size.value()) {
    return std::nullopt;
  }
  std::vector<Range> siblings;
  Range range{0, size.value()};
  while (range.size() > 1) {
    const std::uint64_t division = range.division();
    if (leaf.value() < division) {
      siblings.push_back({division, range.end});
      range.end = division;
    } else {
      siblings.push_back({range.begin, division});
      range.begin = division;
    }
  }
  std::ranges::reverse(siblings);
  return roots_of(nodes, siblings);
}

std::optional<Hash32> root_of(const NodeReader& nodes, TreeSize size) {
  return size == TreeSize{0} ? empty_tree_root() : range_root(nodes, {0, size.value()});
}

std::optional<MerkleProof> consistency_proof(const NodeReader& nodes, TreeSize older,
                                             TreeSize newer) {
  if (older.value() > newer.value()) {
    return std::nullopt;
  }
  if (older.value() == 0 || older == newer) {
    return MerkleProof{};
  }
  std::vector<Range> ranges;
  Range range{0, newer.value()};
  while (range.end != older.value()) {
    const std::uint64_t division = range.division();
    if (older.value() <= division) {
      ranges.push_back({division, range.end});
      range.end = division;
    } else {
      ranges.push_back({range.begin, division});
      range.begin = division;
    }
  }
  // If the older tree is this very subtree from the start, its root is known to the verifier.
  if (range.begin != 0) {
    ranges.push_back(range);
  }
  std::ranges::reverse(ranges);
  return roots_of(nodes, ranges);
}

// RFC 9162 section 2.1.3.2.
bool verify_inclusion(const TreeHead& tree, LeafIndex leaf, const Hash32& hash,
                      std::span<const Hash32> proof) {
  if (leaf.value() >= tree.size.value()) {
    return false;
  }
  ProofTape tape(proof);
  std::uint64_t position = leaf.value();
  std::uint64_t last = tree.size.value() - 1;
  Hash32 root = hash;
  while (last != 0) {
    const bool is_left_child = position % 2 == 0;
    // The last node of a level, if it is a left one, has no sibling and moves up as it is.
    if (!is_left_child || position != last) {
      const auto sibling = tape.next();
      if (!sibling) {
        return false;
      }
      root = is_left_child ? node_hash(root, *sibling) : node_hash(*sibling, root);
    }
    position >>= 1U;
    last >>= 1U;
  }
  return tape.is_used_up() && root == tree.root;
}

bool verify_consistency(const TreeHead& older, const TreeHead& newer,
                        std::span<const Hash32> proof) {
  if (older.size.value() > newer.size.value()) {
    return false;
  }
  if (older.size == newer.size) {
    return proof.empty() && older.root == newer.root;
  }
  if (older.size.value() == 0) {
    return proof.empty() && older.root == empty_tree_root();
  }
  return climb_consistently(older, newer, proof);
}

}  // namespace vitalstream::crypto
