#include "storage/encrypted_fs/random_bytes.hpp"

#include <openssl/rand.h>

#include "base/assert.hpp"

namespace vitalstream::storage {

void fill_random(std::span<std::uint8_t> target) {
  VS_ASSERT(RAND_bytes(target.data(), static_cast<int>(target.size())) == 1);
}

}  // namespace vitalstream::storage
