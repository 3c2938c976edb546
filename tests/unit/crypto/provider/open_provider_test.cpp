#include "crypto/provider/open_provider.hpp"

#include <gmock/gmock.h>

#include "crypto/provider/local_provider.hpp"
#include "tests/support/temp_directory.hpp"
#include "tests/unit/crypto/provider/scripted_backend.hpp"

namespace vitalstream::crypto::provider {
namespace {

using testing::error_of;
using ::testing::HasSubstr;

TEST(OpenProvider, OpensAKeyFileWithItsPassphrase) {
  const vitalstream::testing::TempDirectory folder;
  const auto file = folder.path() / "key.json";
  ASSERT_TRUE(generate_local_key({.file = file, .cost = {.passes = 1, .memory_kib = 8}},
                                 SecretBytes::copy_of(as_bytes("open sesame"))));
  const auto passphrase = folder.write("passphrase", "open sesame\n");
  const LocalOptions options{file, *SecretReference::parse("file:" + passphrase.string())};
  const auto provider = open_provider(options);
  ASSERT_TRUE(provider.has_value()) << provider.error().reason;
  EXPECT_EQ((*provider)->name(), "local");
}

TEST(OpenProvider, NamesTheProviderAndTheFileThatItDidNotFind) {
  testing::FakeClock clock;
  const auto provider = open_provider(LocalOptions{"/nowhere/key.json"}, {.clock = &clock});
  EXPECT_EQ(error_of(provider), ProviderError::Refused);
  EXPECT_THAT(provider.error().reason, HasSubstr("key provider local: "));
  EXPECT_THAT(provider.error().reason, HasSubstr("/nowhere/key.json"));
  EXPECT_TRUE(clock.slept.empty());
}

// An authority of the bundle would not be there, and its servers not be trusted.
TEST(OpenProvider, RefusesAuthoritiesOfWhichOneWouldBePassedOver) {
  const vitalstream::testing::TempDirectory folder;
  const std::string block = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  const auto file = folder.write("ca.pem", block + "\xef\xbb\xbf" + block);
  testing::FakeClock clock;
  const VaultOptions vault{.addresses = {"https://127.0.0.1:1"},
                           .ca_file = file,
                           .key = "validator",
                           .token = *SecretReference::parse("file:" + file.string())};
  const AwsKmsOptions aws{.region = "eu-central-1", .key_id = "alias/validator", .ca_file = file};
  const AzureKeyVaultOptions azure{.vault_url = "https://name.vault.azure.net",
                                   .key = "validator",
                                   .key_version = std::string(32, '0'),
                                   .ca_file = file};
  for (const ProviderOptions& options :
       {ProviderOptions(vault), ProviderOptions(aws), ProviderOptions(azure)}) {
    const auto provider = open_provider(options, {.clock = &clock});
    ASSERT_EQ(error_of(provider), ProviderError::Refused) << provider_name(options);
    EXPECT_THAT(provider.error().reason, HasSubstr(".ca_file: " + file.string()));
    EXPECT_THAT(provider.error().reason, HasSubstr("would be passed over"));
  }
  EXPECT_TRUE(clock.slept.empty());
}

TEST(OpenProvider, SaysWhichSecretIsMissing) {
  const auto provider = open_provider(
      LocalOptions{"/nowhere/key.json", *SecretReference::parse("env:VITALSTREAM_NO_SUCH_NAME")});
  EXPECT_EQ(error_of(provider), ProviderError::Refused);
  EXPECT_THAT(provider.error().reason, HasSubstr("env:VITALSTREAM_NO_SUCH_NAME"));
}

}  // namespace
}  // namespace vitalstream::crypto::provider
