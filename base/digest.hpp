#pragma once
// Digest<Tag>: 32 bytes of SHA-256 output with a meaning. A BlockDigest is not a BatchDigest.

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>

#include "base/bytes.hpp"

namespace vitalstream {

inline constexpr std::size_t kDigestBytes = 32;
using Hash32 = std::array<std::uint8_t, kDigestBytes>;

template <class Tag>
class Digest {
 public:
  constexpr Digest() = default;
  constexpr explicit Digest(const Hash32& bytes) : bytes_(bytes) {}
  // Nothing unless the view has exactly 32 bytes.
  [[nodiscard]] static std::optional<Digest> from(ByteView view);
  [[nodiscard]] constexpr const Hash32& value() const { return bytes_; }
  [[nodiscard]] ByteView view() const { return {bytes_.data(), bytes_.size()}; }
  friend constexpr bool operator==(const Digest&, const Digest&) = default;
  friend constexpr auto operator<=>(const Digest&, const Digest&) = default;

 private:
  Hash32 bytes_{};
};

template <class Tag>
std::optional<Digest<Tag>> Digest<Tag>::from(ByteView view) {
  if (view.size() != kDigestBytes) {
    return std::nullopt;
  }
  Hash32 bytes{};
  std::copy(view.begin(), view.end(), bytes.begin());
  return Digest{bytes};
}

}  // namespace vitalstream

// The bytes are a hash already; its first eight serve.
template <class Tag>
struct std::hash<vitalstream::Digest<Tag>> {
  std::size_t operator()(const vitalstream::Digest<Tag>& digest) const noexcept {
    std::size_t head = 0;
    std::memcpy(&head, digest.value().data(), sizeof(head));
    return head;
  }
};
