#include "storage/encrypted_fs/frame_encryptor.hpp"

#include <algorithm>

#include "storage/encrypted_fs/limits.hpp"
#include "storage/encrypted_fs/random_bytes.hpp"

namespace vitalstream::storage {

FramePosition first_frame() { return {.offset = kFileHeaderBytes, .number = 1}; }

FrameEncryptor::FrameEncryptor(const FileCipher& cipher, FramePosition next)
    : kind_(cipher.header().place.kind), encryptor_(cipher.encryptor()), next_(next) {
  fill_random(opening_);
}

bool FrameEncryptor::append(ByteView bytes, Bytes& encrypted) {
  const std::size_t needed = bytes.size() / kFramePayloadBytesMax + 1;
  if (needed > kFrameNumberMax - next_.number) {
    return false;
  }
  while (!bytes.empty()) {
    const ByteView payload = bytes.first(std::min(bytes.size(), kFramePayloadBytesMax));
    bytes = bytes.subspan(payload.size());
    const EncryptedFrameHeader header{.payload_bytes = static_cast<std::uint32_t>(payload.size()),
                                      .opening = opening_,
                                      .number = next_.number,
                                      .durable = durable_.load(std::memory_order_acquire)};
    encrypt_frame(encryptor_, {.kind = kind_, .offset = next_.offset}, header, payload, encrypted);
    next_.offset += header.frame_bytes();
    ++next_.number;
  }
  return true;
}

void FrameEncryptor::set_durable(std::uint32_t number) {
  std::uint32_t known = durable_.load(std::memory_order_relaxed);
  while (known < number &&
         !durable_.compare_exchange_weak(known, number, std::memory_order_release)) {
  }
}

}  // namespace vitalstream::storage
