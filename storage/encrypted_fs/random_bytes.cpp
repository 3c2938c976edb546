#include "storage/encrypted_fs/random_bytes.hpp"

#include <sodium.h>

#include "base/assert.hpp"

namespace vitalstream::storage {

// Not OpenSSL's generator, which keeps a state for each thread that RocksDB's threads never free.
void fill_random(std::span<std::uint8_t> target) {
  VS_ASSERT(sodium_init() >= 0);
  randombytes_buf(target.data(), target.size());
}

}  // namespace vitalstream::storage
