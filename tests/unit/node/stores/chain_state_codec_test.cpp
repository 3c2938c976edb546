#include "node/stores/chain_state_codec.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace vitalstream::node {
namespace {

Hash32 filled(std::uint8_t fill) {
  Hash32 hash{};
  hash.fill(fill);
  return hash;
}

StoredChainState a_state() {
  StoredChainState stored;
  stored.payload_height = consensus::Height{77};
  stored.state.lanes[consensus::ValidatorId{3}] = {
      consensus::Incarnation{1'700}, consensus::Sequence{12}, consensus::BatchDigest{filled(0x11)}};
  stored.state.lanes[consensus::ValidatorId{9}] = {
      consensus::Incarnation{1'800}, consensus::Sequence{1}, consensus::BatchDigest{filled(0x22)}};
  for (std::uint8_t leaf = 1; leaf <= 5; ++leaf) {
    stored.state.log.append(filled(leaf));
  }
  return stored;
}

TEST(ChainStateCodec, ReadsBackWhatItWrote) {
  const StoredChainState written = a_state();
  const auto read = decode_chain_state(encode_chain_state(written));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->payload_height, written.payload_height);
  EXPECT_EQ(read->state.lanes, written.state.lanes);
  EXPECT_EQ(read->state.log, written.state.log);
}

TEST(ChainStateCodec, TheBeginningOfAChainIsAStateToo) {
  const auto read = decode_chain_state(encode_chain_state({}));
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->state.lanes.empty());
  EXPECT_EQ(read->state.log, crypto::MerkleFrontier{});
}

TEST(ChainStateCodec, RefusesEveryTruncation) {
  const Bytes bytes = encode_chain_state(a_state());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(decode_chain_state(ByteView(bytes).first(length))) << length;
  }
}

TEST(ChainStateCodec, RefusesBytesLeftOver) {
  Bytes bytes = encode_chain_state(a_state());
  bytes.push_back(0);
  EXPECT_FALSE(decode_chain_state(bytes));
}

TEST(ChainStateCodec, RefusesAnotherVersion) {
  Bytes bytes = encode_chain_state(a_state());
  ++bytes[0];
  EXPECT_FALSE(decode_chain_state(bytes));
}

// A later value would silently replace the earlier one.
TEST(ChainStateCodec, RefusesALaneThatIsThereTwice) {
  Bytes bytes = encode_chain_state(a_state());
  constexpr std::size_t kFirstLane = 1 + 8 + 2;
  constexpr std::size_t kPositionBytes = 4 + 8 + 8 + 32;
  std::copy_n(bytes.begin() + kFirstLane, 4, bytes.begin() + kFirstLane + kPositionBytes);
  EXPECT_FALSE(decode_chain_state(bytes));
}

}  // namespace
}  // namespace vitalstream::node
