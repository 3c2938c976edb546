#include "storage/encrypted_fs/frame.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "storage/encrypted_fs/limits.hpp"
#include "storage/files/crc32c.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::size_t kCheckedBytes = kEncryptedFrameHeaderBytes - sizeof(std::uint32_t);

crypto::AesGcmNonce nonce_of(const EncryptedFrameHeader& header) {
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

Bytes encode_frame_header(const EncryptedFrameHeader& header) {
  ByteWriter writer(kEncryptedFrameHeaderBytes);
  writer.raw(kEncryptedFrameMagic);
  writer.u32(header.payload_bytes);
  writer.raw(header.opening);
  writer.u32(header.number);
  writer.u32(header.durable);
  writer.u32(crc32c(writer.bytes()));
  return writer.take();
}

std::optional<EncryptedFrameHeader> decode_frame_header(ByteView bytes) {
  if (bytes.size() < kEncryptedFrameHeaderBytes) {
    return std::nullopt;
  }
  ByteReader reader(bytes.first(kEncryptedFrameHeaderBytes));
  if (!equal(reader.raw(kEncryptedFrameMagic.size()), kEncryptedFrameMagic)) {
    return std::nullopt;
  }
  EncryptedFrameHeader header;
  header.payload_bytes = reader.u32();
  std::ranges::copy(reader.raw(kDecryptingBytes), header.opening.begin());
  header.number = reader.u32();
  header.durable = reader.u32();
  if (reader.u32() != crc32c(bytes.first(kCheckedBytes)) ||
      header.payload_bytes > kFramePayloadBytesMax) {
    return std::nullopt;
  }
  return header;
}

void encrypt_frame(crypto::AesGcmEncryptor& encryptor, const FrameContext& context,
                   const EncryptedFrameHeader& header, ByteView payload, Bytes& target) {
  VS_ASSERT(payload.size() == header.payload_bytes && payload.size() <= kFramePayloadBytesMax);
  const Bytes encoded = encode_frame_header(header);
  append(target, encoded);
  const std::size_t at = target.size();
  target.resize(at + payload.size() + crypto::kAesGcmTagBytes);
  encryptor.encrypt(nonce_of(header), bound_of(context, encoded), payload,
                    std::span(target).subspan(at));
  target.push_back(kEncryptedFrameEnd);
}

bool decrypt_frame(crypto::AesGcmDecryptor& decryptor, const FrameContext& context, ByteView frame,
                   std::span<std::uint8_t> payload) {
  const auto header = decode_frame_header(frame);
  if (!header || frame.size() != header->frame_bytes() || frame.back() != kEncryptedFrameEnd) {
    return false;
  }
  VS_ASSERT(payload.size() == header->payload_bytes);
  const ByteView encrypted =
      frame.subspan(kEncryptedFrameHeaderBytes, payload.size() + crypto::kAesGcmTagBytes);
  return decryptor.decrypt(nonce_of(*header),
                           bound_of(context, frame.first(kEncryptedFrameHeaderBytes)), encrypted,
                           payload);
}

}  // namespace vitalstream::storage
