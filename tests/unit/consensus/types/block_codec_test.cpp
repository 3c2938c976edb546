#include "codec_checks.hpp"
#include "consensus/types/codec.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus::testing {
namespace {

constexpr std::size_t kHeaderBytes = 1 + 8 + 8 + 32 + 8 + 4 + 32 + 8 + 32 + 8 + 32;

TEST(BlockCodec, ReadsExactlyWhatItWrote) {
  expect_codec("batch_ref", write_batch_ref, read_batch_ref, sample_ref());
  expect_codec("block_header", write_block_header, read_block_header, sample_block().header);
  expect_codec("block", write_block, read_block, sample_block());
}

TEST(BlockCodec, RefusesAnUnknownVersion) {
  Bytes bytes = encoded(write_block_header, sample_block().header);
  ASSERT_EQ(bytes.size(), kHeaderBytes);
  bytes[0] = 2;
  EXPECT_FALSE(is_readable(read_block_header, bytes));
}

TEST(BlockCodec, RefusesMoreReferencesThanABlockMayHold) {
  Block block = sample_block();
  block.references.assign(kBlockReferencesMax, sample_ref());
  EXPECT_TRUE(is_readable(read_block, encoded(write_block, block)));
  block.references.push_back(sample_ref());
  EXPECT_FALSE(is_readable(read_block, encoded(write_block, block)));
}

TEST(BlockCodec, RefusesACountThatTheBytesCannotHold) {
  Bytes bytes = encoded(write_block, sample_block());
  bytes[kHeaderBytes + 1] = 3;
  EXPECT_FALSE(is_readable(read_block, bytes));
}

}  // namespace
}  // namespace vitalstream::consensus::testing
