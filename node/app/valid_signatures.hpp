#pragma once
// ValidSignatures: what one thread has found valid lately, so that it is not checked again: a lane
// key's certificate comes with every batch of its lane, and a vote comes alone and then in a
// certificate. Only valid ones are remembered, by the hash of key, message and signature, so that
// it never influences an outcome. Bounded. Not to be shared between threads.

#include <cstddef>
#include <unordered_set>

#include "base/bytes.hpp"
#include "consensus/types/verifier.hpp"

namespace vitalstream::node {

class ValidSignatures {
 public:
  using Item = consensus::SignatureChecker::Item;

  explicit ValidSignatures(std::size_t remembered_max) : generation_max_(remembered_max / 2) {}

  [[nodiscard]] static Hash32 identity(const Item& item);
  [[nodiscard]] bool contains(const Hash32& identity);
  void remember(const Hash32& identity);
  [[nodiscard]] std::size_t size() const { return young_.size() + old_.size(); }

 private:
  struct FirstBytes {
    std::size_t operator()(const Hash32& hash) const noexcept;
  };
  using Generation = std::unordered_set<Hash32, FirstBytes>;

  // What is used moves to the young generation; when that is full it becomes the old one, and the
  // old one goes.
  std::size_t generation_max_;
  Generation young_;
  Generation old_;
};

}  // namespace vitalstream::node
