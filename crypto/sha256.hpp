#pragma once
// SHA-256, the only hash of the project's own formats. `sha256` for one piece or a few pieces,
// `Sha256` where the pieces come one after the other. Values; any thread.

#include <array>
#include <cstddef>
#include <initializer_list>

#include "base/bytes.hpp"
#include "base/digest.hpp"

namespace vitalstream::crypto {

[[nodiscard]] Hash32 sha256(ByteView bytes);

// The hash of the pieces one after the other. Their borders leave no trace in it.
[[nodiscard]] Hash32 sha256(std::initializer_list<ByteView> pieces);

class Sha256 {
 public:
  Sha256();
  Sha256& update(ByteView bytes);
  // Once; afterwards the object is used up.
  [[nodiscard]] Hash32 finish();

 private:
  // OpenSSL's SHA256_CTX, whose header stays out of ours.
  static constexpr std::size_t kStateBytes = 112;
  alignas(8) std::array<std::uint8_t, kStateBytes> state_;
};

}  // namespace vitalstream::crypto
