#include "codec_checks.hpp"
#include "consensus/types/codec.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus::testing {
namespace {

bool is_readable_with(std::uint32_t items, std::uint32_t body_bytes) {
  BatchHeader header = sample_batch_header().header;
  header.items = items;
  header.body_bytes = body_bytes;
  return is_readable(read_batch_header, encoded(write_batch_header, header));
}

TEST(BatchCodec, ReadsExactlyWhatItWrote) {
  expect_codec("batch_header", write_batch_header, read_batch_header, sample_batch_header().header);
  expect_codec("signed_batch_header", write_signed_batch_header, read_signed_batch_header,
               sample_batch_header());
}

TEST(BatchCodec, ReadsEveryKindOfEvidence) {
  Vote other = sample_vote();
  other.subject = make_nullify(Epoch{1}, View{9});
  expect_codec<Evidence>("evidence_votes", write_evidence, read_evidence,
                         ConflictingVotes{sample_vote(), other});
  SignedBatchHeader branch = sample_batch_header();
  branch.header.body = sample_digest<BodyDigest>(0x78);
  expect_codec<Evidence>("evidence_batches", write_evidence, read_evidence,
                         ConflictingBatches{sample_batch_header(), branch});
  expect_codec<Evidence>("evidence_invalid_batch", write_evidence, read_evidence,
                         InvalidBatch{sample_batch_header()});
}

TEST(BatchCodec, RefusesAnUnknownVersion) {
  Bytes bytes = encoded(write_batch_header, sample_batch_header().header);
  bytes[0] = 2;
  EXPECT_FALSE(is_readable(read_batch_header, bytes));
}

TEST(BatchCodec, RefusesAnUnknownKindOfEvidence) {
  Bytes bytes = encoded<Evidence>(write_evidence, InvalidBatch{sample_batch_header()});
  for (const int kind : {0, 4}) {
    bytes[0] = static_cast<std::uint8_t>(kind);
    EXPECT_FALSE(is_readable(read_evidence, bytes)) << kind;
  }
}

TEST(BatchCodec, RefusesABatchWithoutItemsOrBeyondItsLimits) {
  const auto items_max = static_cast<std::uint32_t>(kBatchItemsMax);
  const auto bytes_max = static_cast<std::uint32_t>(kBatchBodyBytesMax);
  EXPECT_TRUE(is_readable_with(1, 0));
  EXPECT_TRUE(is_readable_with(items_max, bytes_max));
  EXPECT_FALSE(is_readable_with(0, 100));
  EXPECT_FALSE(is_readable_with(items_max + 1, 100));
  EXPECT_FALSE(is_readable_with(1, bytes_max + 1));
}

}  // namespace
}  // namespace vitalstream::consensus::testing
