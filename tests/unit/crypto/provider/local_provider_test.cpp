#include "crypto/provider/local_provider.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "crypto/ecdsa_p256.hpp"
#include "crypto/key_validation.hpp"
#include "crypto/provider/random.hpp"
#include "crypto/verify.hpp"
#include "tests/support/temp_directory.hpp"

namespace vitalstream::crypto::provider {
namespace {

using ::testing::HasSubstr;

constexpr ArgonCost kCheap{.passes = 1, .memory_kib = 8};
// Never reached: these calls do not wait.
const Deadline kNever = Deadline::max();

Passphrase phrase(std::string_view text) { return SecretBytes::copy_of(as_bytes(text)); }

std::ptrdiff_t entries_in(const std::filesystem::path& folder) {
  return std::distance(std::filesystem::directory_iterator(folder),
                       std::filesystem::directory_iterator());
}

class LocalProviderTest : public ::testing::TestWithParam<SignatureAlgorithm> {
 protected:
  // Generates and opens.
  std::unique_ptr<KeyProvider> open(std::string_view name) const;
  [[nodiscard]] LocalKeyRequest request(std::string_view name) const;

  vitalstream::testing::TempDirectory folder_;
};

std::unique_ptr<KeyProvider> LocalProviderTest::open(std::string_view name) const {
  EXPECT_TRUE(generate_local_key(request(name), phrase("open sesame")).has_value());
  auto provider = open_local_provider(folder_.path() / name, phrase("open sesame"));
  EXPECT_TRUE(provider.has_value());
  return provider ? *std::move(provider) : nullptr;
}

LocalKeyRequest LocalProviderTest::request(std::string_view name) const {
  return {.file = folder_.path() / name, .algorithm = GetParam(), .cost = kCheap};
}

INSTANTIATE_TEST_SUITE_P(Algorithms, LocalProviderTest,
                         ::testing::Values(SignatureAlgorithm::Ed25519,
                                           SignatureAlgorithm::EcdsaP256Sha256),
                         [](const auto& instance) {
                           return instance.param == SignatureAlgorithm::Ed25519 ? "Ed25519"
                                                                                : "P256";
                         });

TEST_P(LocalProviderTest, SignsWithTheGeneratedKey) {
  const auto generated = generate_local_key(request("key"), phrase("open sesame"));
  ASSERT_TRUE(generated.has_value());
  EXPECT_TRUE(validate_public_key(*generated).has_value());
  const auto provider = open_local_provider(folder_.path() / "key", phrase("open sesame"));
  ASSERT_TRUE(provider.has_value());
  EXPECT_EQ((*provider)->public_key(), *generated);
  for (int i = 0; i < 16; ++i) {
    const auto signature = (*provider)->sign(GetParam(), as_bytes("a vote"), kNever);
    ASSERT_TRUE(signature.has_value());
    EXPECT_TRUE(verify(*generated, as_bytes("a vote"), *signature));
    EXPECT_TRUE(GetParam() == SignatureAlgorithm::Ed25519 || is_low_s(*signature));
  }
}

TEST_P(LocalProviderTest, SaysWhatItCan) {
  const auto provider = open("key");
  ASSERT_NE(provider, nullptr);
  const Capabilities capabilities = provider->capabilities();
  EXPECT_TRUE(capabilities.can_sign);
  EXPECT_TRUE(capabilities.can_wrap);
  EXPECT_EQ(capabilities.algorithms, std::vector{GetParam()});
  EXPECT_EQ(provider->name(), "local");
  EXPECT_TRUE(provider->health(kNever).has_value());
}

TEST_P(LocalProviderTest, TwoGeneratedKeysDiffer) {
  const auto one = open("one");
  const auto other = open("other");
  ASSERT_NE(one, nullptr);
  ASSERT_NE(other, nullptr);
  EXPECT_NE(one->public_key(), other->public_key());
}

TEST_P(LocalProviderTest, WorksWithoutPassphraseWhereThatIsAskedFor) {
  ASSERT_TRUE(generate_local_key(request("key"), std::nullopt).has_value());
  EXPECT_TRUE(open_local_provider(folder_.path() / "key", std::nullopt).has_value());
  const auto refused = open_local_provider(folder_.path() / "key", phrase("open sesame"));
  ASSERT_TRUE(refused.has_error());
  EXPECT_THAT(refused.error().reason, HasSubstr("not encrypted"));
}

TEST_P(LocalProviderTest, UnwrapsOnlyInTheContextOfTheWrapping) {
  const auto provider = open("key");
  ASSERT_NE(provider, nullptr);
  const SecretBytes key = random_secret(32);
  const auto blob = provider->wrap(key, as_bytes("subject 1"), kNever);
  ASSERT_TRUE(blob.has_value());
  const auto unwrapped = provider->unwrap(*blob, as_bytes("subject 1"), kNever);
  ASSERT_TRUE(unwrapped.has_value());
  EXPECT_TRUE(equal_secrets(unwrapped->view(), key.view()));
  const auto refused = provider->unwrap(*blob, as_bytes("subject 2"), kNever);
  ASSERT_TRUE(refused.has_error());
  EXPECT_EQ(refused.error().error, ProviderError::Wrong);
}

TEST_P(LocalProviderTest, UnwrapsNothingOfAnotherKeyNorAnythingChanged) {
  const auto one = open("one");
  const auto other = open("other");
  ASSERT_NE(one, nullptr);
  ASSERT_NE(other, nullptr);
  auto blob = one->wrap(random_secret(32), as_bytes("context"), kNever);
  ASSERT_TRUE(blob.has_value());
  EXPECT_TRUE(other->unwrap(*blob, as_bytes("context"), kNever).has_error());
  blob->back() ^= 1U;
  const auto refused = one->unwrap(*blob, as_bytes("context"), kNever);
  ASSERT_TRUE(refused.has_error());
  EXPECT_EQ(refused.error().error, ProviderError::Wrong);
  EXPECT_TRUE(one->unwrap({}, as_bytes("context"), kNever).has_error());
}

TEST_P(LocalProviderTest, GeneratingRefusesToOverwrite) {
  const auto first = generate_local_key(request("key"), std::nullopt);
  ASSERT_TRUE(first.has_value());
  const auto second = generate_local_key(request("key"), std::nullopt);
  ASSERT_TRUE(second.has_error());
  EXPECT_THAT(second.error().reason, HasSubstr("never overwritten"));
  const auto provider = open_local_provider(folder_.path() / "key", std::nullopt);
  ASSERT_TRUE(provider.has_value());
  EXPECT_EQ((*provider)->public_key(), *first);
}

TEST_P(LocalProviderTest, OpeningNeverGenerates) {
  const auto provider = open_local_provider(folder_.path() / "key", std::nullopt);
  ASSERT_TRUE(provider.has_error());
  EXPECT_THAT(provider.error().reason, HasSubstr("no such file"));
  EXPECT_EQ(entries_in(folder_.path()), 0);
}

TEST_P(LocalProviderTest, RefusesAWrongPassphraseAndAnEmptyOne) {
  ASSERT_TRUE(generate_local_key(request("key"), phrase("open sesame")).has_value());
  for (const char* text : {"wrong", ""}) {
    const auto provider = open_local_provider(folder_.path() / "key", phrase(text));
    ASSERT_TRUE(provider.has_error());
    EXPECT_THAT(provider.error().reason, HasSubstr("passphrase"));
  }
  EXPECT_TRUE(generate_local_key(request("other"), phrase("")).has_error());
  EXPECT_EQ(entries_in(folder_.path()), 1);
}

TEST_P(LocalProviderTest, RefusesAFileThatOthersMayRead) {
  ASSERT_TRUE(generate_local_key(request("key"), std::nullopt).has_value());
  std::filesystem::permissions(folder_.path(), std::filesystem::perms(0755));
  std::filesystem::permissions(folder_.path() / "key", std::filesystem::perms(0644));
  const auto provider = open_local_provider(folder_.path() / "key", std::nullopt);
  ASSERT_TRUE(provider.has_error());
  EXPECT_THAT(provider.error().reason, HasSubstr("0600"));
}

TEST_P(LocalProviderTest, RefusesATamperedFile) {
  ASSERT_TRUE(generate_local_key(request("key"), phrase("open sesame")).has_value());
  std::fstream file(folder_.path() / "key", std::ios::in | std::ios::out);
  file.seekp(-10, std::ios::end);
  const int character = file.peek();
  file.put(character == 'A' ? 'B' : 'A');
  file.close();
  const auto provider = open_local_provider(folder_.path() / "key", phrase("open sesame"));
  ASSERT_TRUE(provider.has_error());
  EXPECT_THAT(provider.error().reason, HasSubstr("changed"));
}

}  // namespace
}  // namespace vitalstream::crypto::provider
