#include "storage/keyring/keyring_file.hpp"

#include <gtest/gtest.h>

#include "crypto/limits.hpp"
#include "crypto/provider/limits.hpp"
#include "storage/keyring/limits.hpp"

namespace vitalstream::storage {
namespace {

const KeyringHeader kHeader{.chain = ChainId("test-1"),
                            .node = "3",
                            .epoch = 7,
                            .provider = "local",
                            .key_reference = "thumbprint",
                            .wrapped_unlock_key = Bytes(104, 0xaa)};
const Bytes kNonce(crypto::kAesGcmNonceBytes, 0xbb);
const Bytes kEncrypted(200, 0xcc);
const Bytes kSignature(64, 0xdd);

Bytes some_file() {
  Bytes file = begin_keyring_file(kHeader);
  append_encrypted_keys(file, kNonce, kEncrypted);
  append_keyring_signature(file, kSignature);
  return file;
}

TEST(KeyringFile, ReadsWhatWasWritten) {
  const Bytes file = some_file();
  const auto sections = read_keyring_file(file);
  ASSERT_TRUE(sections.has_value());
  EXPECT_EQ(sections->header, kHeader);
  EXPECT_TRUE(equal(sections->nonce, kNonce));
  EXPECT_TRUE(equal(sections->encrypted, kEncrypted));
  EXPECT_TRUE(equal(sections->signature, kSignature));
  EXPECT_TRUE(equal(sections->bound, begin_keyring_file(kHeader)));
  EXPECT_EQ(sections->signed_part.size(), file.size() - 4 - kSignature.size() - 4);
}

// The part in which a byte of the file lies, by its position.
KeyringPart part_at(std::size_t position) {
  const std::size_t header = begin_keyring_file(kHeader).size();
  if (position < 9) {
    return KeyringPart::Beginning;
  }
  if (position < header) {
    return KeyringPart::Header;
  }
  const std::size_t encrypted = header + 4 + kNonce.size() + kEncrypted.size() + 4;
  return position < encrypted ? KeyringPart::EncryptedKeys : KeyringPart::Signature;
}

TEST(KeyringFile, EveryFlippedBitIsDamageOfItsPart) {
  Bytes file = some_file();
  constexpr std::size_t kVersionAt = 8;
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    file[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    const auto sections = read_keyring_file(file);
    ASSERT_FALSE(sections.has_value()) << bit;
    if (bit / 8 == kVersionAt) {
      EXPECT_EQ(sections.error().error, KeyringError::UnknownVersion);
    } else {
      EXPECT_EQ(sections.error().error, KeyringError::Damaged) << bit;
      EXPECT_EQ(sections.error().part, part_at(bit / 8)) << bit;
    }
    file[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  }
}

TEST(KeyringFile, EveryCutIsDamage) {
  const Bytes file = some_file();
  for (std::size_t size = 0; size < file.size(); ++size) {
    const auto sections = read_keyring_file(ByteView(file).first(size));
    ASSERT_FALSE(sections.has_value()) << size;
    EXPECT_EQ(sections.error().error, KeyringError::Damaged) << size;
  }
}

TEST(KeyringFile, NothingMayFollowItsEnd) {
  Bytes file = some_file();
  file.push_back(0);
  EXPECT_EQ(read_keyring_file(file).error().part, KeyringPart::End);
}

TEST(KeyringFile, LimitsItsFields) {
  std::vector<KeyringHeader> headers(5, kHeader);
  headers[0].chain = ChainId(std::string(kKeyringOwnerBytesMax + 1, 'x'));
  headers[1].node = std::string(kKeyringOwnerBytesMax + 1, 'x');
  headers[2].provider = std::string(kProviderNameBytesMax + 1, 'x');
  headers[3].key_reference = std::string(kKeyReferenceBytesMax + 1, 'x');
  headers[4].wrapped_unlock_key.resize(crypto::provider::kWrappedBlobBytesMax + 1);
  for (const KeyringHeader& header : headers) {
    EXPECT_EQ(read_keyring_file(begin_keyring_file(header)).error().part, KeyringPart::Header);
  }
}

TEST(KeyringFile, EncryptedKeysHaveANonceAndATag) {
  Bytes file = begin_keyring_file(kHeader);
  append_encrypted_keys(file, kNonce, Bytes(crypto::kAesGcmTagBytes - 1));
  append_keyring_signature(file, kSignature);
  EXPECT_EQ(read_keyring_file(file).error().part, KeyringPart::EncryptedKeys);
}

}  // namespace
}  // namespace vitalstream::storage
