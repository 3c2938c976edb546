#include "consensus/types/seal.hpp"

#include "codec_checks.hpp"

namespace vitalstream::consensus::testing {
namespace {

Seal sample_seal() {
  return {ValidatorId{30}, Height{7}, sample_digest<BlockDigest>(0x11),
          sample_digest<ExecutedRoot>(0x22), Bytes(64, 0x33)};
}

TEST(Seal, ReadsExactlyWhatItWrote) { expect_codec("seal", write_seal, read_seal, sample_seal()); }

TEST(Seal, RefusesAnotherVersion) {
  Bytes bytes = encoded(write_seal, sample_seal());
  bytes[0] = 2;
  EXPECT_FALSE(is_readable(read_seal, bytes));
}

TEST(Seal, SignsEverythingButItself) {
  const Bytes signed_bytes = seal_signing_bytes(sample_genesis(), sample_seal());
  expect_golden("seal_signing_bytes", signed_bytes);
  Seal other = sample_seal();
  other.signature.clear();
  EXPECT_EQ(seal_signing_bytes(sample_genesis(), other), signed_bytes);
  EXPECT_NE(seal_signing_bytes(sample_digest<GenesisHash>(0x98), other), signed_bytes);
  const auto changed = [&](auto change) {
    Seal one = sample_seal();
    change(one);
    return seal_signing_bytes(sample_genesis(), one) != signed_bytes;
  };
  EXPECT_TRUE(changed([](Seal& one) { one.validator = ValidatorId{20}; }));
  EXPECT_TRUE(changed([](Seal& one) { one.height = Height{8}; }));
  EXPECT_TRUE(changed([](Seal& one) { one.block = sample_digest<BlockDigest>(0x12); }));
  EXPECT_TRUE(changed([](Seal& one) { one.executed_root = sample_digest<ExecutedRoot>(0x23); }));
}

}  // namespace
}  // namespace vitalstream::consensus::testing
