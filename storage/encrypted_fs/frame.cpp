#include "storage/encrypted_fs/frame.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "storage/encrypted_fs/limits.hpp"
#include "storage/files/crc32c.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::size_t kCheckedBytes = kSealedFrameHeaderBytes - sizeof(std::uint32_t);

crypto::AesGcmNonce nonce_of(const SealedFrameHeader& header) {
  ByteWriter writer(crypto::kAesGcmNonceBytes);
  writer.raw(header.opening);
  writer.u32(header.number);
  crypto::AesGcmNonce nonce{};
  std::ranges::copy(writer.bytes(), nonce.begin());
  return nonce;
}

Bytes bound_of(const FrameContext& context, ByteView header) {
  ByteWriter writer(sizeof(std::uint64_t) + 1 + header.size());
  writer.u8(static_cast<std::uint8_t>(context.kind));
  writer.u64(context.offset);
  writer.raw(header);
  return writer.take();
}

}  // namespace

Bytes encode_sealed_frame_header(const SealedFrameHeader& header) {
  ByteWriter writer(kSealedFrameHeaderBytes);
  writer.raw(kSealedFrameMagic);
  writer.u32(header.payload_bytes);
  writer.raw(header.opening);
  writer.u32(header.number);
  writer.u32(header.durable);
  writer.u32(crc32c(writer.bytes()));
  return writer.take();
}

std::optional<SealedFrameHeader> decode_sealed_frame_header(ByteView bytes) {
  if (bytes.size() < kSealedFrameHeaderBytes) {
    return std::nullopt;
  }
  ByteReader reader(bytes.first(kSealedFrameHeaderBytes));
  if (!equal(reader.raw(kSealedFrameMagic.size()), kSealedFrameMagic)) {
    return std::nullopt;
  }
  SealedFrameHeader header;
  header.payload_bytes = reader.u32();
  std::ranges::copy(reader.raw(kOpeningBytes), header.opening.begin());
  header.number = reader.u32();
  header.durable = reader.u32();
  if (reader.u32() != crc32c(bytes.first(kCheckedBytes)) ||
      header.payload_bytes > kFramePayloadBytesMax) {
    return std::nullopt;
  }
  return header;
}

void seal_frame(crypto::AesGcmSealer& sealer, const FrameContext& context,
                const SealedFrameHeader& header, ByteView payload, Bytes& target) {
  VS_ASSERT(payload.size() == header.payload_bytes && payload.size() <= kFramePayloadBytesMax);
  const Bytes encoded = encode_sealed_frame_header(header);
  append(target, encoded);
  const std::size_t at = target.size();
  target.resize(at + payload.size() + crypto::kAesGcmTagBytes);
  sealer.seal(nonce_of(header), bound_of(context, encoded), payload, std::span(target).subspan(at));
  target.push_back(kSealedFrameEnd);
}

bool open_frame(crypto::AesGcmOpener& opener, const FrameContext& context, ByteView frame,
                std::span<std::uint8_t> payload) {
  const auto header = decode_sealed_frame_header(frame);
  if (!header || frame.size() != header->frame_bytes() || frame.back() != kSealedFrameEnd) {
    return false;
  }
  VS_ASSERT(payload.size() == header->payload_bytes);
  const ByteView sealed =
      frame.subspan(kSealedFrameHeaderBytes, payload.size() + crypto::kAesGcmTagBytes);
  return opener.open(nonce_of(*header), bound_of(context, frame.first(kSealedFrameHeaderBytes)),
                     sealed, payload);
}

}  // namespace vitalstream::storage
