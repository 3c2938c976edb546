#include "codec_checks.hpp"
#include "consensus/types/codec.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus::testing {
namespace {

TEST(VoteCodec, ReadsExactlyWhatItWrote) {
  expect_codec("notarize_subject", write_subject, read_subject, sample_notarize());
  expect_codec("nullify_subject", write_subject, read_subject, make_nullify(Epoch{1}, View{9}));
  expect_codec("finalize_subject", write_subject, read_subject, make_finalize(sample_notarize()));
  expect_codec("vote", write_vote, read_vote, sample_vote());
  expect_codec("certificate", write_certificate, read_certificate, sample_certificate());
}

TEST(VoteCodec, ReadsKeysOfBothAlgorithms) {
  for (const auto algorithm :
       {crypto::SignatureAlgorithm::Ed25519, crypto::SignatureAlgorithm::EcdsaP256Sha256}) {
    const crypto::PublicKey key{algorithm, Bytes(crypto::public_key_bytes(algorithm), 7)};
    expect_codec("public_key_" + std::string{crypto::to_string(algorithm)}, write_public_key,
                 read_public_key, key);
  }
}

TEST(VoteCodec, ANullifySubjectNamesNoBlock) {
  EXPECT_EQ(encoded(write_subject, make_nullify(Epoch{1}, View{9})).size(), 1U + 8U + 8U);
}

TEST(VoteCodec, RefusesAnUnknownKind) {
  Bytes bytes = encoded(write_subject, sample_notarize());
  for (const int kind : {0, 4, 255}) {
    bytes[0] = static_cast<std::uint8_t>(kind);
    EXPECT_FALSE(is_readable(read_subject, bytes)) << kind;
  }
}

TEST(VoteCodec, RefusesAnUnknownAlgorithm) {
  Bytes bytes = encoded(write_public_key, sample_key(1));
  for (const int number : {0, 3, 255}) {
    bytes[0] = static_cast<std::uint8_t>(number);
    EXPECT_FALSE(is_readable(read_public_key, bytes)) << number;
  }
}

TEST(VoteCodec, RefusesKeysAndSignaturesBeyondTheirLimit) {
  crypto::PublicKey key = sample_key(1);
  key.bytes.resize(kPublicKeyBytesMax);
  EXPECT_TRUE(is_readable(read_public_key, encoded(write_public_key, key)));
  key.bytes.push_back(0);
  EXPECT_FALSE(is_readable(read_public_key, encoded(write_public_key, key)));
  crypto::Signature signature(kSignatureBytesMax, 1);
  EXPECT_TRUE(is_readable(read_signature, encoded(write_signature, signature)));
  signature.push_back(0);
  EXPECT_FALSE(is_readable(read_signature, encoded(write_signature, signature)));
}

TEST(VoteCodec, RefusesMoreSignersThanASetMayHave) {
  Certificate certificate{sample_notarize(), {}};
  certificate.signatures.assign(kValidatorsMax, {ValidatorIndex{0}, Bytes(64, 1)});
  EXPECT_TRUE(is_readable(read_certificate, encoded(write_certificate, certificate)));
  certificate.signatures.push_back({ValidatorIndex{0}, Bytes(64, 1)});
  EXPECT_FALSE(is_readable(read_certificate, encoded(write_certificate, certificate)));
}

}  // namespace
}  // namespace vitalstream::consensus::testing
