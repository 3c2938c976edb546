#pragma once
// One frame of a framed file: what one append brought, encrypted. Called by frame_encryptor,
// frame_scan and frame_reader. Pure.
//
//   magic u32 | payload bytes u32 | opening 8 | number u32 | durable u32 | CRC-32C u32 |
//   ciphertext | tag 16 | end mark
//
// - number: from 1 on, without gaps. opening: drawn at random when a file is opened for writing.
//   Together they are the nonce, so that a frame that is written again after a torn one was cut
//   off has another nonce.
// - durable: the number of the newest frame that was known to be durable when this one was written.
//   If it reaches a broken frame, then that one was once whole: damage, no crash (frame_scan).
// - All of the header, the kind of the file and the frame's offset are authenticated. The checksum
//   lets the length be trusted before the frame is read, without a key.
// - No byte of the magic and of the end mark is zero: a part that was never written shows.

#include <array>
#include <cstdint>
#include <optional>

#include "base/bytes.hpp"
#include "crypto/aes_gcm_key.hpp"
#include "storage/encrypted_fs/file_kind.hpp"

namespace vitalstream::storage {

inline constexpr std::array<std::uint8_t, 4> kEncryptedFrameMagic{'V', 'S', 'e', 'f'};
inline constexpr std::uint8_t kEncryptedFrameEnd = 0xA5;
inline constexpr std::size_t kEncryptedFrameHeaderBytes = 28;
// What a frame adds to its payload.
inline constexpr std::size_t kEncryptedFrameExtraBytes =
    kEncryptedFrameHeaderBytes + crypto::kAesGcmTagBytes + 1;

inline constexpr std::size_t kDecryptingBytes = 8;
using Opening = std::array<std::uint8_t, kDecryptingBytes>;

struct EncryptedFrameHeader {
  std::uint32_t payload_bytes = 0;
  Opening opening{};
  std::uint32_t number = 0;
  std::uint32_t durable = 0;

  [[nodiscard]] std::size_t frame_bytes() const {
    return payload_bytes + kEncryptedFrameExtraBytes;
  }
};

[[nodiscard]] Bytes encode_frame_header(const EncryptedFrameHeader& header);
// Nothing unless these bytes begin with the header of a frame, whole.
[[nodiscard]] std::optional<EncryptedFrameHeader> decode_frame_header(ByteView bytes);

// Where a frame stands; what it would not open without.
struct FrameContext {
  FileKind kind = FileKind::Other;
  std::uint64_t offset = 0;  // on the disk
};

// Appends the frame to `target`.
void encrypt_frame(crypto::AesGcmEncryptor& encryptor, const FrameContext& context,
                   const EncryptedFrameHeader& header, ByteView payload, Bytes& target);
// `frame` is as long as its header says; `payload` as its payload. False unless it is authentic.
[[nodiscard]] bool decrypt_frame(crypto::AesGcmDecryptor& decryptor, const FrameContext& context,
                                 ByteView frame, std::span<std::uint8_t> payload);

}  // namespace vitalstream::storage
