#include "consensus/types/block.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "samples.hpp"

namespace vitalstream::consensus::testing {
namespace {

BlockDigest digest_after(const std::function<void(BlockHeader&)>& change) {
  BlockHeader header = sample_block().header;
  change(header);
  return block_digest(sample_genesis(), header);
}

TEST(BlockDigest, CommitsToEveryFieldOfTheHeader) {
  const std::vector<std::function<void(BlockHeader&)>> changes = {
      [](BlockHeader& header) { header.epoch = Epoch{2}; },
      [](BlockHeader& header) { header.height = Height{8}; },
      [](BlockHeader& header) { header.parent = sample_digest<BlockDigest>(0x12); },
      [](BlockHeader& header) { header.timestamp = UnixMs{1}; },
      [](BlockHeader& header) { header.proposer = ValidatorId{31}; },
      [](BlockHeader& header) { header.payload = PayloadDigest{}; },
      [](BlockHeader& header) { header.executed_height = Height{6}; },
      [](BlockHeader& header) { header.executed_root = ExecutedRoot{}; },
      [](BlockHeader& header) { header.log_size = 78; },
      [](BlockHeader& header) { header.log_root = LogRoot{}; }};
  const BlockDigest unchanged = digest_after([](BlockHeader&) {});
  for (std::size_t i = 0; i < changes.size(); ++i) {
    EXPECT_NE(digest_after(changes[i]), unchanged) << "change " << i;
  }
}

TEST(BlockDigest, BelongsToOneNetwork) {
  const BlockHeader header = sample_block().header;
  EXPECT_NE(block_digest(sample_genesis(), header), block_digest(GenesisHash{}, header));
}

TEST(PayloadDigest, CommitsToReferencesAndTheirOrder) {
  EXPECT_NE(payload_digest({sample_ref(3), sample_ref(4)}),
            payload_digest({sample_ref(4), sample_ref(3)}));
  EXPECT_NE(payload_digest({sample_ref(3)}), payload_digest({}));
}

TEST(AnchorDigest, DiffersBetweenNetworks) {
  EXPECT_NE(anchor_digest(sample_genesis()), anchor_digest(GenesisHash{}));
}

}  // namespace
}  // namespace vitalstream::consensus::testing
