#include "consensus/types/batch.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

namespace vitalstream::consensus::testing {
namespace {

TEST(BatchDigest, CommitsToTheHeaderAndTheNetwork) {
  const BatchHeader header = sample_batch_header().header;
  const BatchDigest digest = batch_digest(sample_genesis(), header);
  EXPECT_NE(digest, batch_digest(GenesisHash{}, header));
  BatchHeader other = header;
  other.previous = BatchDigest{};
  EXPECT_NE(digest, batch_digest(sample_genesis(), other));
  other = header;
  other.body = BodyDigest{};
  EXPECT_NE(digest, batch_digest(sample_genesis(), other));
  other = header;
  other.sequence = Sequence{4};
  EXPECT_NE(digest, batch_digest(sample_genesis(), other));
}

TEST(LaneKeySigningBytes, BindKeyLaneIncarnationAndNetwork) {
  const LaneKey key = sample_batch_header().lane_key;
  const Bytes bytes = lane_key_signing_bytes(sample_genesis(), key);
  EXPECT_NE(bytes, lane_key_signing_bytes(GenesisHash{}, key));
  LaneKey other = key;
  other.incarnation = Incarnation{3};
  EXPECT_NE(bytes, lane_key_signing_bytes(sample_genesis(), other));
  other = key;
  other.lane = ValidatorId{21};
  EXPECT_NE(bytes, lane_key_signing_bytes(sample_genesis(), other));
  other = key;
  other.key = sample_key(0x89);
  EXPECT_NE(bytes, lane_key_signing_bytes(sample_genesis(), other));
}

TEST(LaneKeySigningBytes, AreNeverThoseOfABatch) {
  const SignedBatchHeader header = sample_batch_header();
  EXPECT_NE(as_text(lane_key_signing_bytes(sample_genesis(), header.lane_key)).substr(0, 20),
            as_text(batch_signing_bytes(sample_genesis(), header.header)).substr(0, 20));
}

TEST(MakeRef, NamesTheBatchsPlace) {
  const BatchHeader header = sample_batch_header().header;
  const BatchRef reference = make_ref(header, sample_digest<BatchDigest>(1));
  EXPECT_EQ(reference, (BatchRef{ValidatorId{20}, Incarnation{2}, Sequence{3},
                                 sample_digest<BatchDigest>(1)}));
}

}  // namespace
}  // namespace vitalstream::consensus::testing
