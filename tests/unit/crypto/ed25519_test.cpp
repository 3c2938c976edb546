#include "crypto/ed25519.hpp"

#include <gtest/gtest.h>

#include <array>

#include "base/hex.hpp"
#include "crypto/limits.hpp"

namespace vitalstream::crypto {
namespace {

Bytes hex(std::string_view text) { return from_hex(text).value_or(Bytes{}); }

struct Example {
  const char* key;
  const char* message;
  const char* signature;
};

// RFC 8032 section 7.1, tests 1 to 3.
constexpr Example kExamples[] = {
    {"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
};

TEST(Ed25519, AcceptsThePublishedExamplesSinglyAndTogether) {
  std::vector<Bytes> owned;
  std::vector<Ed25519Key> keys;
  std::vector<Ed25519Item> items;
  owned.reserve(std::size(kExamples) * 3);
  keys.reserve(std::size(kExamples));
  for (const Example& example : kExamples) {
    const Bytes& key = owned.emplace_back(hex(example.key));
    const Bytes& message = owned.emplace_back(hex(example.message));
    const Bytes& signature = owned.emplace_back(hex(example.signature));
    const auto decoded = Ed25519Key::decode(key);
    ASSERT_TRUE(decoded);
    EXPECT_TRUE(decoded->verify(message, signature));
    keys.push_back(*decoded);
    items.push_back({&keys.back(), message, signature});
  }
  EXPECT_TRUE(verify_ed25519_batch(items));
  items.push_back(items.front());
  EXPECT_TRUE(verify_ed25519_batch(items)) << "one key may have signed several";
  std::swap(items[0].message, items[1].message);
  EXPECT_FALSE(verify_ed25519_batch(items));
}

TEST(Ed25519, RefusesAKeyThatIsNoPointOrNot32Bytes) {
  EXPECT_FALSE(Ed25519Key::decode(Bytes(31, 1)));
  EXPECT_FALSE(Ed25519Key::decode(Bytes(33, 1)));
  // y = 2 has no x.
  Bytes key(32, 0);
  key[0] = 2;
  EXPECT_FALSE(Ed25519Key::decode(key));
}

TEST(Ed25519, SignatureOfWrongSizeIsNotWellFormed) {
  for (const std::size_t size : {0U, 32U, 63U, 65U, 128U}) {
    EXPECT_FALSE(is_well_formed_ed25519_signature(Bytes(size, 0)));
  }
  EXPECT_TRUE(is_well_formed_ed25519_signature(Bytes(64, 0)));
}

TEST(Ed25519, ScalarMustBeBelowTheGroupOrder) {
  Bytes signature(32, 0);
  append(signature, hex("ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"));
  EXPECT_TRUE(is_well_formed_ed25519_signature(signature));
  signature[32] = 0xED;
  EXPECT_FALSE(is_well_formed_ed25519_signature(signature));
  signature[63] = 0xFF;
  EXPECT_FALSE(is_well_formed_ed25519_signature(signature));
}

TEST(Ed25519, RMustBeCanonicalWhateverItsSign) {
  Bytes signature = hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
  signature.resize(64);
  EXPECT_TRUE(is_well_formed_ed25519_signature(signature));
  signature[31] = 0xFF;
  EXPECT_TRUE(is_well_formed_ed25519_signature(signature));
  for (const std::uint8_t low : std::to_array<std::uint8_t>({0xED, 0xEE, 0xFF})) {
    signature[0] = low;
    signature[31] = 0x7F;
    EXPECT_FALSE(is_well_formed_ed25519_signature(signature));
    signature[31] = 0xFF;
    EXPECT_FALSE(is_well_formed_ed25519_signature(signature));
  }
}

}  // namespace
}  // namespace vitalstream::crypto
