#include "storage/encrypted_fs/frame.hpp"

#include <gtest/gtest.h>

#include "storage/encrypted_fs/limits.hpp"

namespace vitalstream::storage {
namespace {

const FrameContext kPlace{.kind = FileKind::Wal, .offset = 4'096};

crypto::SecretBytes some_key() {
  return crypto::SecretBytes::copy_of(Bytes(crypto::kAesKeyBytes, 4));
}

SealedFrameHeader header_of(ByteView payload) {
  return {.payload_bytes = static_cast<std::uint32_t>(payload.size()),
          .opening = {1, 2, 3, 4, 5, 6, 7, 8},
          .number = 9,
          .durable = 5};
}

Bytes sealed(ByteView payload) {
  crypto::AesGcmSealer sealer(some_key());
  Bytes frame;
  seal_frame(sealer, kPlace, header_of(payload), payload, frame);
  return frame;
}

bool opens(const FrameContext& context, ByteView frame, std::size_t payload_bytes) {
  crypto::AesGcmOpener opener(some_key());
  Bytes payload(payload_bytes);
  return open_frame(opener, context, frame, payload);
}

TEST(Frame, OpensAsItWasSealed) {
  const Bytes payload(300, 7);
  const Bytes frame = sealed(payload);
  ASSERT_EQ(frame.size(), payload.size() + kSealedFrameExtraBytes);
  crypto::AesGcmOpener opener(some_key());
  Bytes opened(payload.size());
  ASSERT_TRUE(open_frame(opener, kPlace, frame, opened));
  EXPECT_EQ(opened, payload);
}

TEST(Frame, EveryFlippedBitIsRefused) {
  const Bytes frame = sealed(Bytes(40, 7));
  for (std::size_t bit = 0; bit < frame.size() * 8; ++bit) {
    Bytes flipped = frame;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(opens(kPlace, flipped, 40)) << bit;
  }
}

TEST(Frame, OpensNowhereElse) {
  const Bytes frame = sealed(Bytes(40, 7));
  EXPECT_TRUE(opens(kPlace, frame, 40));
  EXPECT_FALSE(opens({.kind = FileKind::Wal, .offset = 4'097}, frame, 40));
  EXPECT_FALSE(opens({.kind = FileKind::Manifest, .offset = 4'096}, frame, 40));
}

TEST(Frame, ItsHeaderIsReadWithoutAKey) {
  const Bytes payload(123, 1);
  const auto header = decode_sealed_frame_header(sealed(payload));
  ASSERT_TRUE(header.has_value());
  EXPECT_EQ(header->payload_bytes, 123U);
  EXPECT_EQ(header->number, 9U);
  EXPECT_EQ(header->durable, 5U);
  EXPECT_EQ(header->opening, header_of(payload).opening);
}

TEST(Frame, NoLengthBeyondTheLimitIsBelieved) {
  SealedFrameHeader header;
  header.payload_bytes = kFramePayloadBytesMax;
  EXPECT_TRUE(decode_sealed_frame_header(encode_sealed_frame_header(header)).has_value());
  header.payload_bytes = kFramePayloadBytesMax + 1;
  EXPECT_FALSE(decode_sealed_frame_header(encode_sealed_frame_header(header)).has_value());
}

TEST(Frame, AShortOrLongOneIsRefused) {
  Bytes frame = sealed(Bytes(40, 7));
  EXPECT_FALSE(opens(kPlace, ByteView(frame).first(frame.size() - 1), 40));
  EXPECT_FALSE(opens(kPlace, {}, 40));
  frame.push_back(kSealedFrameEnd);
  EXPECT_FALSE(opens(kPlace, frame, 40));
}

TEST(Frame, NothingOfItsEdgesIsZero) {
  const Bytes frame = sealed(Bytes(40, 0));
  for (std::size_t index = 0; index < kSealedFrameMagic.size(); ++index) {
    EXPECT_NE(frame[index], 0);
  }
  EXPECT_NE(frame.back(), 0);
}

}  // namespace
}  // namespace vitalstream::storage
