#include "storage/encrypted_fs/frame.hpp"

#include <gtest/gtest.h>

#include "storage/encrypted_fs/limits.hpp"

namespace vitalstream::storage {
namespace {

const FrameContext kPlace{.kind = FileKind::Wal, .offset = 4'096};

crypto::SecretBytes some_key() {
  return crypto::SecretBytes::copy_of(Bytes(crypto::kAesKeyBytes, 4));
}

EncryptedFrameHeader header_of(ByteView payload) {
  return {.payload_bytes = static_cast<std::uint32_t>(payload.size()),
          .opening = {1, 2, 3, 4, 5, 6, 7, 8},
          .number = 9,
          .durable = 5};
}

Bytes encrypted(ByteView payload) {
  crypto::AesGcmEncryptor encryptor(some_key());
  Bytes frame;
  encrypt_frame(encryptor, kPlace, header_of(payload), payload, frame);
  return frame;
}

bool opens(const FrameContext& context, ByteView frame, std::size_t payload_bytes) {
  crypto::AesGcmDecryptor decryptor(some_key());
  Bytes payload(payload_bytes);
  return decrypt_frame(decryptor, context, frame, payload);
}

TEST(Frame, OpensAsItWasEncrypted) {
  const Bytes payload(300, 7);
  const Bytes frame = encrypted(payload);
  ASSERT_EQ(frame.size(), payload.size() + kEncryptedFrameExtraBytes);
  crypto::AesGcmDecryptor decryptor(some_key());
  Bytes opened(payload.size());
  ASSERT_TRUE(decrypt_frame(decryptor, kPlace, frame, opened));
  EXPECT_EQ(opened, payload);
}

TEST(Frame, EveryFlippedBitIsRefused) {
  const Bytes frame = encrypted(Bytes(40, 7));
  for (std::size_t bit = 0; bit < frame.size() * 8; ++bit) {
    Bytes flipped = frame;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(opens(kPlace, flipped, 40)) << bit;
  }
}

TEST(Frame, OpensNowhereElse) {
  const Bytes frame = encrypted(Bytes(40, 7));
  EXPECT_TRUE(opens(kPlace, frame, 40));
  EXPECT_FALSE(opens({.kind = FileKind::Wal, .offset = 4'097}, frame, 40));
  EXPECT_FALSE(opens({.kind = FileKind::Manifest, .offset = 4'096}, frame, 40));
}

TEST(Frame, ItsHeaderIsReadWithoutAKey) {
  const Bytes payload(123, 1);
  const auto header = decode_frame_header(encrypted(payload));
  ASSERT_TRUE(header.has_value());
  EXPECT_EQ(header->payload_bytes, 123U);
  EXPECT_EQ(header->number, 9U);
  EXPECT_EQ(header->durable, 5U);
  EXPECT_EQ(header->opening, header_of(payload).opening);
}

TEST(Frame, NoLengthBeyondTheLimitIsBelieved) {
  EncryptedFrameHeader header;
  header.payload_bytes = kFramePayloadBytesMax;
  EXPECT_TRUE(decode_frame_header(encode_frame_header(header)).has_value());
  header.payload_bytes = kFramePayloadBytesMax + 1;
  EXPECT_FALSE(decode_frame_header(encode_frame_header(header)).has_value());
}

TEST(Frame, AShortOrLongOneIsRefused) {
  Bytes frame = encrypted(Bytes(40, 7));
  EXPECT_FALSE(opens(kPlace, ByteView(frame).first(frame.size() - 1), 40));
  EXPECT_FALSE(opens(kPlace, {}, 40));
  frame.push_back(kEncryptedFrameEnd);
  EXPECT_FALSE(opens(kPlace, frame, 40));
}

TEST(Frame, NothingOfItsEdgesIsZero) {
  const Bytes frame = encrypted(Bytes(40, 0));
  for (std::size_t index = 0; index < kEncryptedFrameMagic.size(); ++index) {
    EXPECT_NE(frame[index], 0);
  }
  EXPECT_NE(frame.back(), 0);
}

}  // namespace
}  // namespace vitalstream::storage
