// The low-level calls cost 0.12 us for 64 bytes where the fetching ones cost 0.5 us, and need no
// context on the heap; most of what a validator hashes is Merkle nodes of 65 bytes. OpenSSL 3 marks
// them deprecated, not gone.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/sha256.hpp"

#include <openssl/sha.h>

#include <new>

#include "base/assert.hpp"

namespace vitalstream::crypto {
namespace {

SHA256_CTX* context_in(void* state) { return std::launder(static_cast<SHA256_CTX*>(state)); }

}  // namespace

Hash32 sha256(ByteView bytes) { return Sha256{}.update(bytes).finish(); }

Hash32 sha256(std::initializer_list<ByteView> pieces) {
  Sha256 hash;
  for (const ByteView piece : pieces) {
    hash.update(piece);
  }
  return hash.finish();
}

Sha256::Sha256() {
  static_assert(sizeof(SHA256_CTX) <= kStateBytes && alignof(SHA256_CTX) <= 8);
  VS_ASSERT(SHA256_Init(new (state_.data()) SHA256_CTX) == 1);
}

Sha256& Sha256::update(ByteView bytes) {
  VS_ASSERT(SHA256_Update(context_in(state_.data()), bytes.data(), bytes.size()) == 1);
  return *this;
}

Hash32 Sha256::finish() {
  Hash32 digest{};
  VS_ASSERT(SHA256_Final(digest.data(), context_in(state_.data())) == 1);
  return digest;
}

}  // namespace vitalstream::crypto
