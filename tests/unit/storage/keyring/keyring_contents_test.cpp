#include "storage/keyring/keyring_contents.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/hex.hpp"
#include "storage/keyring/limits.hpp"

namespace vitalstream::storage {
namespace {

DataKey key_of(std::uint8_t byte) {
  return std::make_shared<crypto::SecretBytes>(
      crypto::SecretBytes::copy_of(Bytes(kDataKeyBytes, byte)));
}

KeyringEntry entry(std::uint32_t generation, KeyState state) {
  return {{KeyGeneration(generation), UnixMs(1000 + generation), state},
          state == KeyState::Retired ? nullptr : key_of(static_cast<std::uint8_t>(generation))};
}

KeyringContents three_generations() {
  KeyringContents contents;
  contents.database_id.fill(0xdb);
  contents.entries = {entry(1, KeyState::Retired), entry(2, KeyState::ReadOnly),
                      entry(5, KeyState::Active)};
  return contents;
}

// The encoding of contents that break a rule, which the encoder itself would not write.
Bytes with_state(std::size_t row, std::uint8_t state) {
  const crypto::SecretBytes encoded = encode_contents(three_generations());
  Bytes bytes = to_bytes(encoded.view());
  bytes[kDatabaseIdBytes + 2 + row * kGenerationRowBytes + kGenerationRowBytes - 1] = state;
  return bytes;
}

TEST(KeyringContents, ReadsWhatWasEncoded) {
  const KeyringContents contents = three_generations();
  const auto decoded = decode_contents(encode_contents(contents).view());
  ASSERT_TRUE(decoded.has_value());
  EXPECT_TRUE(equal_contents(*decoded, contents));
  EXPECT_EQ(decoded->entries.front().key, nullptr);
}

TEST(KeyringContents, KeepsItsFormat) {
  std::string expected = std::string(32, 'd');
  for (std::size_t at = 1; at < expected.size(); at += 2) {
    expected[at] = 'b';
  }
  expected += "0003";
  expected += "0000000100000000000003e903";
  expected += "0000000200000000000003ea02";
  expected += "0000000500000000000003ed01";
  expected += to_hex(Bytes(32, 2)) + to_hex(Bytes(32, 5));
  EXPECT_EQ(to_hex(encode_contents(three_generations()).view()), expected);
}

TEST(KeyringContents, NothingElseIsTakenForContents) {
  const Bytes encoded = to_bytes(encode_contents(three_generations()).view());
  for (std::size_t size = 0; size < encoded.size(); ++size) {
    EXPECT_FALSE(decode_contents(ByteView(encoded).first(size)).has_value()) << size;
  }
  Bytes longer = encoded;
  longer.push_back(0);
  EXPECT_FALSE(decode_contents(longer).has_value());
}

TEST(KeyringContents, ExactlyTheNewestGenerationIsActive) {
  EXPECT_FALSE(decode_contents(with_state(1, 1)).has_value()) << "two are active";
  EXPECT_FALSE(decode_contents(with_state(2, 2)).has_value()) << "none is active";
  EXPECT_FALSE(decode_contents(with_state(1, 4)).has_value()) << "no such state";
  EXPECT_FALSE(decode_contents(with_state(1, 0)).has_value()) << "no such state";
}

TEST(KeyringContents, GenerationsAscend) {
  Bytes bytes = to_bytes(encode_contents(three_generations()).view());
  bytes[kDatabaseIdBytes + 2 + 3] = 2;
  EXPECT_FALSE(decode_contents(bytes).has_value()) << "one number twice";
  bytes[kDatabaseIdBytes + 2 + 3] = 0;
  EXPECT_FALSE(decode_contents(bytes).has_value()) << "none is number 0";
}

TEST(KeyringContents, HoldsAsManyGenerationsAsItMay) {
  KeyringContents contents;
  for (std::uint32_t number = 1; number <= kKeyGenerationsMax; ++number) {
    contents.entries.push_back(
        entry(number, number == kKeyGenerationsMax ? KeyState::Active : KeyState::ReadOnly));
  }
  const auto decoded = decode_contents(encode_contents(contents).view());
  ASSERT_TRUE(decoded.has_value());
  EXPECT_TRUE(equal_contents(*decoded, contents));
}

TEST(KeyringContents, AreEqualOnlyWithEqualKeys) {
  const KeyringContents contents = three_generations();
  KeyringContents other = three_generations();
  other.entries[1].key = key_of(9);
  EXPECT_FALSE(equal_contents(contents, other));
  other = three_generations();
  other.database_id[0] = 0;
  EXPECT_FALSE(equal_contents(contents, other));
  other = three_generations();
  other.entries.pop_back();
  EXPECT_FALSE(equal_contents(contents, other));
}

}  // namespace
}  // namespace vitalstream::storage
