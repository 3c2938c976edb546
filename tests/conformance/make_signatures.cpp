// make_signatures: writes Ed25519 signatures at the edges and beyond, each in a line: key, message
// and signature in hexadecimal ("-" for nothing), then 1 or 0 by the rule of transactions and by
// that of what validators sign. For the rules in another language (signature_rules_test.py).

#include <iostream>
#include <random>
#include <span>
#include <string>

#include "base/hex.hpp"
#include "crypto/verify.hpp"
#include "tests/conformance/ed25519_edge_cases.hpp"
#include "tests/conformance/mutated_signatures.hpp"

namespace vitalstream::crypto {
namespace {

constexpr std::uint64_t kSeed = 20'260'103;
constexpr std::size_t kMutated = 150;

std::string text_of(ByteView bytes) { return bytes.empty() ? "-" : to_hex(bytes); }

void write(const testing::Candidate& candidate) {
  const auto& [key, message, signature] = candidate;
  std::cout << text_of(key.bytes) << ' ' << text_of(message) << ' ' << text_of(signature) << ' '
            << verify(key, message, signature) << ' ' << verify_strict(key, message, signature)
            << '\n';
}

void write_small_points() {
  for (const Bytes& key : testing::small_points()) {
    for (const Bytes& r : testing::small_points()) {
      Signature signature = r;
      signature.resize(64);
      write({{SignatureAlgorithm::Ed25519, key}, to_bytes(as_bytes("Zcash")), signature});
    }
  }
}

void write_all() {
  for (const testing::Candidate& companion : std::span(testing::companions()).first(8)) {
    write(companion);
  }
  for (const testing::EdgeCase& edge : testing::published_edge_cases()) {
    write({{SignatureAlgorithm::Ed25519, from_hex(edge.key).value_or(Bytes{})},
           from_hex(edge.message).value_or(Bytes{}),
           from_hex(edge.signature).value_or(Bytes{})});
  }
  write_small_points();
  std::mt19937_64 random(kSeed);
  const Bytes message(20, 'm');
  for (std::size_t in_key = 0; in_key < testing::kCanonicalSmallPoints; ++in_key) {
    for (std::size_t in_r = 0; in_r < testing::kCanonicalSmallPoints; ++in_r) {
      const auto mixed = testing::sign_with_small_parts(random, message, {in_key, in_r});
      write({mixed.key, message, mixed.signature});
    }
  }
  const auto neutral = testing::sign_with_neutral_r(random, message);
  write({neutral.key, message, neutral.signature});
  testing::Mutator mutator(kSeed);
  for (std::size_t i = 0; i < kMutated; ++i) {
    write(mutator.next());
  }
}

}  // namespace
}  // namespace vitalstream::crypto

int main() {
  vitalstream::crypto::write_all();
  return 0;
}
