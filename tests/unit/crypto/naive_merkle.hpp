#pragma once
// RFC 6962 section 2.1 as it is written down: recursive, over all leaves, with hashes by OpenSSL's
// own calls. It shares no code with what it judges.

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/digest.hpp"

namespace vitalstream::crypto::testing {

[[nodiscard]] Hash32 naive_leaf(ByteView entry);
// MTH, PATH and PROOF, over leaf hashes.
[[nodiscard]] Hash32 naive_root(std::span<const Hash32> leaves);
[[nodiscard]] std::vector<Hash32> naive_path(std::size_t m, std::span<const Hash32> leaves);
[[nodiscard]] std::vector<Hash32> naive_proof(std::size_t m, std::span<const Hash32> leaves);

// As many leaf hashes, of the texts "leaf 0", "leaf 1", ...
[[nodiscard]] std::vector<Hash32> some_leaves(std::size_t count);

}  // namespace vitalstream::crypto::testing
