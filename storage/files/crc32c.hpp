#pragma once
// CRC-32C (Castagnoli), which finds every burst of up to 32 damaged bits. It detects accidents, not
// forgers: authentication is the encrypted file system's work. Pure; any thread.

#include <cstdint>

#include "base/bytes.hpp"

namespace vitalstream::storage {

// `seed` is the checksum of what comes before, so that checksums of parts can be chained.
[[nodiscard]] std::uint32_t crc32c(ByteView bytes, std::uint32_t seed = 0);

}  // namespace vitalstream::storage
