#include "tests/unit/crypto/naive_merkle.hpp"

#include <openssl/evp.h>

#include <string>

namespace vitalstream::crypto::testing {
namespace {

Hash32 evp_sha256(const Bytes& bytes) {
  Hash32 digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return digest;
}

Hash32 naive_node(const Hash32& left, const Hash32& right) {
  Bytes bytes = {1};
  append(bytes, left);
  append(bytes, right);
  return evp_sha256(bytes);
}

std::size_t division(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) {
    k *= 2;
  }
  return k;
}

std::vector<Hash32> subproof(std::size_t m, std::span<const Hash32> leaves, bool known) {
  const std::size_t n = leaves.size();
  if (m == n) {
    return known ? std::vector<Hash32>{} : std::vector{naive_root(leaves)};
  }
  const std::size_t k = division(n);
  std::vector<Hash32> proof;
  if (m <= k) {
    proof = subproof(m, leaves.first(k), known);
    proof.push_back(naive_root(leaves.subspan(k)));
  } else {
    proof = subproof(m - k, leaves.subspan(k), false);
    proof.push_back(naive_root(leaves.first(k)));
  }
  return proof;
}

}  // namespace

Hash32 naive_leaf(ByteView entry) {
  Bytes bytes = {0};
  append(bytes, entry);
  return evp_sha256(bytes);
}

Hash32 naive_root(std::span<const Hash32> leaves) {
  if (leaves.empty()) {
    return evp_sha256({});
  }
  if (leaves.size() == 1) {
    return leaves[0];
  }
  const std::size_t k = division(leaves.size());
  return naive_node(naive_root(leaves.first(k)), naive_root(leaves.subspan(k)));
}

std::vector<Hash32> naive_path(std::size_t m, std::span<const Hash32> leaves) {
  if (leaves.size() == 1) {
    return {};
  }
  const std::size_t k = division(leaves.size());
  std::vector<Hash32> path;
  if (m < k) {
    path = naive_path(m, leaves.first(k));
    path.push_back(naive_root(leaves.subspan(k)));
  } else {
    path = naive_path(m - k, leaves.subspan(k));
    path.push_back(naive_root(leaves.first(k)));
  }
  return path;
}

std::vector<Hash32> naive_proof(std::size_t m, std::span<const Hash32> leaves) {
  return subproof(m, leaves, true);
}

std::vector<Hash32> some_leaves(std::size_t count) {
  std::vector<Hash32> leaves;
  leaves.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    leaves.push_back(naive_leaf(as_bytes("leaf " + std::to_string(i))));
  }
  return leaves;
}

}  // namespace vitalstream::crypto::testing
