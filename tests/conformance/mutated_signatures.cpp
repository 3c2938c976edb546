#include "tests/conformance/mutated_signatures.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "tests/conformance/ed25519_edge_cases.hpp"
#include "tests/unit/crypto/test_signers.hpp"

namespace vitalstream::crypto::testing {
namespace {

void add_group_order(Signature& signature) {
  static const Bytes kOrder =
      *from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    const unsigned sum = unsigned{signature[32 + i]} + kOrder[i] + carry;
    signature[32 + i] = static_cast<std::uint8_t>(sum & 0xFFU);
    carry = sum >> 8U;
  }
}

}  // namespace

const std::vector<Candidate>& companions() {
  static const std::vector<Candidate> kCompanions = [] {
    std::vector<Candidate> made;
    for (std::uint64_t i = 0; i < 40; ++i) {
      const Ed25519Signer signer(1000 + i / 2);
      const Bytes message(static_cast<std::size_t>(i * 7), static_cast<std::uint8_t>(i));
      made.push_back({signer.key(), message, signer.sign(message)});
    }
    return made;
  }();
  return kCompanions;
}

void Mutator::flip(std::span<std::uint8_t> bytes) {
  bytes[below(bytes.size())] ^= static_cast<std::uint8_t>(1U << below(8));
}

Candidate Mutator::mixed() {
  const Bytes message(below(60), static_cast<std::uint8_t>(random_() & 0xFFU));
  const auto made = sign_with_small_parts(
      random_, message, {below(kCanonicalSmallPoints), below(kCanonicalSmallPoints)});
  return {made.key, message, made.signature};
}

void Mutator::mutate(Candidate& candidate, Mutation mutation) {
  Signature& signature = candidate.signature;
  const auto points = small_points();
  switch (mutation) {
    case Mutation::FlipInSignature:
      return flip(signature);
    case Mutation::FlipInR:
      return flip(std::span(signature).first(32));
    case Mutation::FlipInMessage:
      return candidate.message.push_back(1);
    case Mutation::FlipInKey:
      return flip(candidate.key.bytes);
    case Mutation::AddGroupOrder:
      return add_group_order(signature);
    case Mutation::SwapSignature:
      signature = companions()[below(companions().size())].signature;
      return;
    case Mutation::NegateR:
      signature[31] ^= 0x80U;
      return;
    case Mutation::SmallPointAsR:
      std::ranges::copy(points[below(points.size())], signature.begin());
      return;
    case Mutation::SmallPointAsKey:
      candidate.key.bytes = points[below(points.size())];
      return;
    case Mutation::RandomBytes:
      std::ranges::generate(signature, [&] { return static_cast<std::uint8_t>(random_()); });
      return;
    case Mutation::MixedAndValid:
      candidate = mixed();
      return;
    case Mutation::MixedAndFlipped:
      candidate = mixed();
      return flip(signature);
    case Mutation::Count:
      break;
  }
  VS_ASSERT(false);
}

Candidate Mutator::next() {
  Candidate candidate = companions()[below(companions().size())];
  mutate(candidate, static_cast<Mutation>(below(static_cast<std::size_t>(Mutation::Count))));
  return candidate;
}

}  // namespace vitalstream::crypto::testing
