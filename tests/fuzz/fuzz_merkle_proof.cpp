// Proofs come from strangers: any proof is judged, none makes the judge read or loop beyond it.
#include <vector>

#include "base/byte_reader.hpp"
#include "crypto/merkle_proof.hpp"
#include "fuzz_input.hpp"

using namespace vitalstream;

namespace {

crypto::TreeHead read_head(ByteReader& reader) {
  const crypto::TreeSize size{reader.u64()};
  Hash32 root{};
  const ByteView bytes = reader.raw(kDigestBytes);
  std::copy(bytes.begin(), bytes.end(), root.begin());
  return {size, root};
}

}  // namespace

VS_FUZZ_TARGET(input) {
  ByteReader reader{input};
  const auto older = read_head(reader);
  const auto newer = read_head(reader);
  const crypto::LeafIndex leaf{reader.u64()};
  std::vector<Hash32> proof;
  while (reader.remaining() >= kDigestBytes) {
    Hash32 hash{};
    const ByteView bytes = reader.raw(kDigestBytes);
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    proof.push_back(hash);
  }
  static_cast<void>(crypto::verify_inclusion(newer, leaf, Hash32{}, proof));
  static_cast<void>(crypto::verify_consistency(older, newer, proof));
}
