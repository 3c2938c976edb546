#include "net/wire/peer_message.hpp"

#include <gtest/gtest.h>

#include <random>

#include "net/wire/limits.hpp"
#include "tests/unit/net/wire/wire_samples.hpp"

namespace vitalstream::net {
namespace {

constexpr std::uint32_t kSeed = 20'240'501;

StoredBatch stored_batch(std::size_t body_bytes, std::size_t attachment_bytes) {
  const Bytes body(body_bytes, 7);
  return {encode_stored_batch(samples::batch_header(static_cast<std::uint32_t>(body_bytes)), body),
          Bytes(attachment_bytes, 9)};
}

TEST(PeerMessage, CarriesBatchesBesideAProposal) {
  const consensus::Message proposal = samples::every_message().front();
  const std::vector<StoredBatch> carried{stored_batch(100, 0), stored_batch(1, 50)};
  const Bytes bytes = encode_message(proposal, carried);
  const auto decoded = decode_peer_message(bytes);
  ASSERT_TRUE(decoded.has_value());
  const auto& message = std::get<CarryingMessage>(*decoded);
  EXPECT_TRUE(message.message == proposal);
  ASSERT_EQ(message.carried.size(), 2U);
  EXPECT_EQ(message.carried[0].body.size(), 100U);
  EXPECT_TRUE(equal(message.carried[1].stored, carried[1].stored));
  EXPECT_EQ(message.carried[1].attachments.size(), 50U);
}

TEST(PeerMessage, RoundTripsABatchAlone) {
  const StoredBatch batch = stored_batch(300, 20);
  const Bytes bytes = encode_batch(batch.stored, batch.attachments);
  const auto decoded = decode_peer_message(bytes);
  ASSERT_TRUE(decoded.has_value());
  const auto& frame = std::get<BatchFrame>(*decoded);
  EXPECT_TRUE(frame.header == samples::batch_header(300));
  EXPECT_TRUE(equal(frame.stored, batch.stored));
  EXPECT_TRUE(equal(frame.attachments, batch.attachments));
}

TEST(PeerMessage, RefusesABodyOfAnotherLengthThanItsHeaderSays) {
  const Bytes stored = encode_stored_batch(samples::batch_header(5), Bytes(6, 1));
  EXPECT_FALSE(decode_stored_batch(stored).has_value());
}

TEST(PeerMessage, RefusesBytesLeftOver) {
  for (const consensus::Message& message : samples::every_message()) {
    Bytes bytes = encode_message(message, {});
    EXPECT_TRUE(decode_peer_message(bytes).has_value());
    bytes.push_back(0);
    EXPECT_FALSE(decode_peer_message(bytes).has_value()) << message.index();
  }
}

TEST(PeerMessage, RefusesAnEmptyOrOverlongMessage) {
  EXPECT_FALSE(decode_peer_message({}).has_value());
  EXPECT_FALSE(decode_peer_message(Bytes(kMessageBytesMax + 1)).has_value());
}

TEST(PeerMessage, DecodesMutatedBytesWithoutHarm) {
  std::mt19937 random(kSeed);
  for (const consensus::Message& message : samples::every_message()) {
    const Bytes original = encode_message(message, std::vector{stored_batch(10, 3)});
    for (int round = 0; round < 500; ++round) {
      Bytes bytes = original;
      bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
      const auto decoded = decode_peer_message(bytes);
      if (decoded && std::holds_alternative<CarryingMessage>(*decoded)) {
        const auto& again = std::get<CarryingMessage>(*decoded);
        EXPECT_LE(again.carried.size(), consensus::kCarriedBatchesMax) << "seed " << kSeed;
      }
    }
  }
}

}  // namespace
}  // namespace vitalstream::net
