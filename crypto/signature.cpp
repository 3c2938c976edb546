#include "crypto/signature.hpp"

#include "base/assert.hpp"
#include "crypto/limits.hpp"

namespace vitalstream::crypto {
namespace {

struct AlgorithmFacts {
  SignatureAlgorithm algorithm;
  std::string_view name;
  std::size_t key_bytes;
  std::size_t signature_bytes;
};

constexpr AlgorithmFacts kAlgorithms[] = {
    {SignatureAlgorithm::Ed25519, "ed25519", kEd25519KeyBytes, kEd25519SignatureBytes},
    {SignatureAlgorithm::EcdsaP256Sha256, "ecdsa-p256-sha256", kP256KeyBytes, kP256SignatureBytes},
};

const AlgorithmFacts& facts_of(SignatureAlgorithm algorithm) {
  for (const AlgorithmFacts& facts : kAlgorithms) {
    if (facts.algorithm == algorithm) {
      return facts;
    }
  }
  base::assertion_failed("a known algorithm", __FILE__, __LINE__);
}

}  // namespace

std::optional<SignatureAlgorithm> signature_algorithm_from(std::uint8_t number) {
  for (const AlgorithmFacts& facts : kAlgorithms) {
    if (static_cast<std::uint8_t>(facts.algorithm) == number) {
      return facts.algorithm;
    }
  }
  return std::nullopt;
}

std::string_view to_string(SignatureAlgorithm algorithm) { return facts_of(algorithm).name; }

std::optional<SignatureAlgorithm> signature_algorithm_named(std::string_view name) {
  for (const AlgorithmFacts& facts : kAlgorithms) {
    if (facts.name == name) {
      return facts.algorithm;
    }
  }
  return std::nullopt;
}

std::size_t public_key_bytes(SignatureAlgorithm algorithm) { return facts_of(algorithm).key_bytes; }

std::size_t signature_bytes(SignatureAlgorithm algorithm) {
  return facts_of(algorithm).signature_bytes;
}

}  // namespace vitalstream::crypto
