#include "storage/keys.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace vitalstream::storage {
namespace {

std::string hex(ByteView bytes) { return to_hex(bytes); }
const std::string kDigestHex(64, 'a');
template <class DigestType>
DigestType all_a() {
  Hash32 bytes{};
  bytes.fill(0xAA);
  return DigestType(bytes);
}

// What is on disk: a change here is a new format version.
TEST(Keys, HaveTheseBytes) {
  EXPECT_EQ(hex(height_key(Height(0x0102))), "0000000000000102");
  EXPECT_EQ(hex(block_field_key(BlockField::Executed, Height(5))), "030000000000000005");
  EXPECT_EQ(hex(block_digest_key(all_a<BlockDigest>())), "04" + kDigestHex);
  EXPECT_EQ(hex(tile_key({.level = 2, .index = 9})), "020000000000000009");
  EXPECT_EQ(hex(attachment_key(all_a<BatchDigest>(), 1, 2)), kDigestHex + "000000010002");
  EXPECT_EQ(hex(tip_key()), "01");
  EXPECT_EQ(hex(pending_batch_key(all_a<BatchDigest>())), "02" + kDigestHex);
  EXPECT_EQ(hex(wanted_content_key(all_a<BatchDigest>())), "04" + kDigestHex);
  EXPECT_EQ(hex(state_generation_key()), "05");
  EXPECT_EQ(hex(encode_generation(0x01020304)), "01020304");
  EXPECT_EQ(decode_generation(encode_generation(7)), 7U);
  EXPECT_EQ(decode_generation(Bytes{0, 0, 7}), std::nullopt);
  EXPECT_EQ(hex(named_key("n")), "036e");
}

TEST(Keys, HeightsAreOrderedAsNumbers) {
  EXPECT_LT(height_key(Height(255)), height_key(Height(256)));
  EXPECT_EQ(height_of_key(height_key(Height(77))), Height(77));
  EXPECT_FALSE(height_of_key(Bytes(7)).has_value());
}

TEST(Keys, TheEndOfAPrefixIsTheSmallestKeyBeyondIt) {
  EXPECT_EQ(end_of_prefix(Bytes{1, 2}), (Bytes{1, 3}));
  EXPECT_EQ(end_of_prefix(Bytes{1, 0xFF, 0xFF}), (Bytes{2}));
  EXPECT_FALSE(end_of_prefix(Bytes{0xFF, 0xFF}).has_value());
  EXPECT_FALSE(end_of_prefix({}).has_value());
}

TEST(Keys, ValuesAreReadBack) {
  const Tip tip{.height = Height(4), .digest = all_a<BlockDigest>()};
  EXPECT_EQ(decode_tip(encode_tip(tip)), tip);
  const TxLocation at{.height = Height(4), .index = BlockIndex(5), .leaf = LeafIndex(6)};
  EXPECT_EQ(decode_location(encode_location(at)), at);
  const ExecutedInfo info{.executed_root = all_a<ExecutedRoot>(),
                          .results_root = all_a<ResultsRoot>(),
                          .delta_digest = all_a<DeltaDigest>(),
                          .log_size = TreeSize(9),
                          .log_root = all_a<LogRoot>()};
  EXPECT_EQ(decode_executed(encode_executed(info)), info);
  const std::vector<CommittedBatch> batches{{all_a<BatchDigest>(), 1}, {BatchDigest(), 2}};
  EXPECT_EQ(decode_committed(encode_committed(batches)), batches);
  const crypto::TileHashes hashes(3, all_a<BlockDigest>().value());
  EXPECT_EQ(decode_tile(encode_tile(hashes)), hashes);
}

TEST(Keys, ValuesOfAnotherLengthAreNotTaken) {
  EXPECT_FALSE(decode_tip(Bytes(41)).has_value());
  EXPECT_FALSE(decode_location(Bytes(21)).has_value());
  EXPECT_FALSE(decode_executed(Bytes(135)).has_value());
  EXPECT_FALSE(decode_committed(Bytes(37)).has_value());
  EXPECT_FALSE(decode_tile(Bytes(33)).has_value());
  EXPECT_FALSE(decode_tile(Bytes(257 * 32)).has_value());
}

}  // namespace
}  // namespace vitalstream::storage
