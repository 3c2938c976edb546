#pragma once
// Ed25519 signatures spoiled in every way that may matter, or nearly: what the tests of agreement
// judge. The same seed makes the same ones.

#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto::testing {

struct Candidate {
  PublicKey key;
  Bytes message;
  Signature signature;
};

// Valid signatures to stand among, some by one key, made once.
[[nodiscard]] const std::vector<Candidate>& companions();

enum class Mutation {
  FlipInSignature,
  FlipInR,
  FlipInMessage,
  FlipInKey,
  AddGroupOrder,
  SwapSignature,
  NegateR,
  SmallPointAsR,
  SmallPointAsKey,
  RandomBytes,
  MixedAndValid,
  MixedAndFlipped,
  Count,
};

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}
  Candidate next();

 private:
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
  void flip(std::span<std::uint8_t> bytes);
  Candidate mixed();
  void mutate(Candidate& candidate, Mutation mutation);

  std::mt19937_64 random_;
};

}  // namespace vitalstream::crypto::testing
