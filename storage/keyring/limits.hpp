#pragma once
// Limits of the keyring, each with its unit.

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "storage/encrypted_fs/data_keys.hpp"

namespace vitalstream::storage {

inline constexpr std::uint8_t kKeyringVersion = 1;

inline constexpr std::size_t kUnlockKeyBytes = 32;
// As genesis and identity spell them.
inline constexpr std::size_t kKeyringOwnerBytesMax = 64;
inline constexpr std::size_t kProviderNameBytesMax = 64;
// The longest name of a key that a provider has is an ARN or a URL.
inline constexpr std::size_t kKeyReferenceBytesMax = 2048;

// At one a week, twenty years of them without a rewrite.
inline constexpr std::size_t kKeyGenerationsMax = 1024;
// Number, time and state; a retired generation has no key.
inline constexpr std::size_t kGenerationRowBytes = 4 + 8 + 1;

// More than the greatest keyring has; a longer file is not read into memory.
inline constexpr std::size_t kKeyringFileBytesMax = 64 * 1024;
static_assert(kKeyGenerationsMax * (kGenerationRowBytes + kDataKeyBytes) +
                  2 * kKeyringOwnerBytesMax + kProviderNameBytesMax + kKeyReferenceBytesMax + 4096 +
                  1024 <
              kKeyringFileBytesMax);

// All calls of a provider for one opening or one writing of the keyring.
inline constexpr std::chrono::seconds kKeyringProviderTimeout{30};

}  // namespace vitalstream::storage
