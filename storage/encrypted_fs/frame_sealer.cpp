#include "storage/encrypted_fs/frame_sealer.hpp"

#include <algorithm>

#include "storage/encrypted_fs/limits.hpp"
#include "storage/encrypted_fs/random_bytes.hpp"

namespace vitalstream::storage {

FramePosition first_frame() { return {.offset = kFileHeaderBytes, .number = 1}; }

FrameSealer::FrameSealer(const FileCipher& cipher, FramePosition next)
    : kind_(cipher.header().place.kind), sealer_(cipher.sealer()), next_(next) {
  fill_random(opening_);
}

bool FrameSealer::append(ByteView bytes, Bytes& sealed) {
  const std::size_t needed = bytes.size() / kFramePayloadBytesMax + 1;
  if (needed > kFrameNumberMax - next_.number) {
    return false;
  }
  while (!bytes.empty()) {
    const ByteView payload = bytes.first(std::min(bytes.size(), kFramePayloadBytesMax));
    bytes = bytes.subspan(payload.size());
    const SealedFrameHeader header{.payload_bytes = static_cast<std::uint32_t>(payload.size()),
                                   .opening = opening_,
                                   .number = next_.number,
                                   .durable = durable_.load(std::memory_order_acquire)};
    seal_frame(sealer_, {.kind = kind_, .offset = next_.offset}, header, payload, sealed);
    next_.offset += header.frame_bytes();
    ++next_.number;
  }
  return true;
}

void FrameSealer::set_durable(std::uint32_t number) {
  std::uint32_t known = durable_.load(std::memory_order_relaxed);
  while (known < number &&
         !durable_.compare_exchange_weak(known, number, std::memory_order_release)) {
  }
}

}  // namespace vitalstream::storage
