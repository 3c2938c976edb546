#include "storage/keyring/encrypt_keyring.hpp"

#include "crypto/sha256.hpp"
#include "storage/keyring/keyring_file.hpp"
#include "storage/keyring/limits.hpp"
#include "tests/unit/storage/keyring/keyring_fixture.hpp"

namespace vitalstream::storage {
namespace {

using crypto::provider::KeyProvider;
using crypto::provider::ProviderError;

const KeyringOwner kOwner = kPlace.owner;

DecryptedKeyring some_keyring() {
  DecryptedKeyring keyring;
  keyring.epoch = 4;
  keyring.contents.database_id.fill(9);
  keyring.contents.entries.push_back(
      {{KeyGeneration(1), kNow, KeyState::Active},
       std::make_shared<crypto::SecretBytes>(
           crypto::SecretBytes::copy_of(as_bytes("0123456789-canary-0123456789-key")))});
  return keyring;
}

Bytes encrypted(KeyProvider& provider) {
  return *encrypt_keyring(some_keyring(), kOwner, provider);
}

KeyringError error_of(ByteView file, const KeyringOwner& owner, KeyProvider& provider) {
  const auto decrypted = decrypt_keyring(file, owner, provider);
  EXPECT_FALSE(decrypted.has_value());
  return decrypted ? KeyringError::AlreadyExists : decrypted.error().error;
}

TEST(EncryptKeyring, OpensToWhatWasEncrypted) {
  const auto decrypted = decrypt_keyring(encrypted(some_provider()), kOwner, some_provider());
  ASSERT_TRUE(decrypted.has_value());
  EXPECT_EQ(decrypted->epoch, 4U);
  EXPECT_TRUE(equal_contents(decrypted->contents, some_keyring().contents));
}

TEST(EncryptKeyring, ShowsNoKey) {
  const Bytes file = encrypted(some_provider());
  EXPECT_EQ(as_text(file).find("canary"), std::string_view::npos);
}

TEST(EncryptKeyring, NoTwoWritesShareUnlockKeyOrNonce) {
  FailingProvider provider;  // whose wrapped keys are in clear
  const Bytes one = encrypted(provider);
  const Bytes other = encrypted(provider);
  const auto first = read_keyring_file(one);
  const auto second = read_keyring_file(other);
  EXPECT_NE(first->header.wrapped_unlock_key, second->header.wrapped_unlock_key);
  EXPECT_FALSE(equal(first->nonce, second->nonce));
}

TEST(EncryptKeyring, BelongsToOneChainAndNode) {
  const Bytes file = encrypted(some_provider());
  EXPECT_EQ(error_of(file, {ChainId("test-2"), "3"}, some_provider()), KeyringError::WrongChain);
  EXPECT_EQ(error_of(file, {ChainId("test-1"), "4"}, some_provider()), KeyringError::WrongNode);
}

TEST(EncryptKeyring, AnotherKindOfProviderIsNamed) {
  FailingProvider provider;
  const Bytes file = encrypted(provider);
  provider.backend.label = "pkcs11";
  const auto decrypted = decrypt_keyring(file, kOwner, provider);
  EXPECT_EQ(decrypted.error().error, KeyringError::WrongProvider);
  EXPECT_EQ(decrypted.error().detail, "the keyring says 'failing', this node 'pkcs11'");
}

TEST(EncryptKeyring, AnotherKeyOfTheProviderIsTold) {
  EXPECT_EQ(error_of(encrypted(some_provider()), kOwner, other_provider()), KeyringError::WrongKey);
}

// Anyone can wrap an unlock key of his own for a provider that wraps with a public key, and encrypt
// data keys that he knows.
TEST(EncryptKeyring, AKeyringOfSomebodyElseIsForged) {
  FailingProvider provider;
  FailingProvider thief(6);
  const Bytes genuine = encrypted(provider);
  const Bytes theirs = encrypted(thief);
  const auto sections = read_keyring_file(theirs);
  KeyringHeader header = sections->header;
  header.key_reference = read_keyring_file(genuine)->header.key_reference;
  Bytes forged = begin_keyring_file(header);
  append_encrypted_keys(forged, sections->nonce, sections->encrypted);
  append_keyring_signature(forged, sections->signature);
  EXPECT_EQ(error_of(forged, kOwner, provider), KeyringError::Forged);
}

TEST(EncryptKeyring, PartsOfTwoKeyringsMakeNone) {
  const Bytes one = encrypted(some_provider());
  const Bytes other = encrypted(some_provider());
  const auto first = read_keyring_file(one);
  const auto second = read_keyring_file(other);
  Bytes mixed = begin_keyring_file(first->header);
  append_encrypted_keys(mixed, second->nonce, second->encrypted);
  append_keyring_signature(mixed, second->signature);
  EXPECT_EQ(error_of(mixed, kOwner, some_provider()), KeyringError::Forged);
}

// Signed by the right key and yet not right: the tag and the context are checked as well.
TEST(EncryptKeyring, ASignatureDoesNotReplaceTheOtherChecks) {
  FailingProvider provider;
  const auto with_signature = [&](Bytes file) {
    Bytes message = to_bytes(as_bytes("vitalstream keyring signature v1"));
    append(message, crypto::sha256(file));
    append_keyring_signature(file, provider.backend.key.sign(message));
    return file;
  };
  const Bytes genuine = encrypted(provider);
  const auto sections = read_keyring_file(genuine);
  Bytes same = begin_keyring_file(sections->header);
  append_encrypted_keys(same, sections->nonce, sections->encrypted);
  EXPECT_TRUE(decrypt_keyring(with_signature(same), kOwner, provider).has_value());

  KeyringHeader later = sections->header;
  ++later.epoch;
  Bytes other_epoch = begin_keyring_file(later);
  append_encrypted_keys(other_epoch, sections->nonce, sections->encrypted);
  EXPECT_EQ(error_of(with_signature(other_epoch), kOwner, provider), KeyringError::WrongKey);

  Bytes changed = to_bytes(sections->encrypted);
  changed.front() ^= 1;
  Bytes other_keys = begin_keyring_file(sections->header);
  append_encrypted_keys(other_keys, sections->nonce, changed);
  const auto decrypted = decrypt_keyring(with_signature(other_keys), kOwner, provider);
  EXPECT_EQ(decrypted.error().error, KeyringError::Damaged);
  EXPECT_EQ(decrypted.error().part, KeyringPart::Contents);
}

TEST(EncryptKeyring, TellsARefusalFromAnOutage) {
  FailingProvider provider;
  const Bytes file = encrypted(provider);
  const auto refusal = crypto::provider::ProviderFailure{ProviderError::Refused, "disabled"};
  const auto outage = crypto::provider::ProviderFailure{ProviderError::Unavailable, "timeout"};
  provider.backend.unwrap_failure = refusal;
  EXPECT_EQ(error_of(file, kOwner, provider), KeyringError::Refused);
  provider.backend.unwrap_failure = outage;
  EXPECT_EQ(error_of(file, kOwner, provider), KeyringError::Unavailable);
  provider.backend.wrap_failure = outage;
  EXPECT_EQ(encrypt_keyring(some_keyring(), kOwner, provider).error().error,
            KeyringError::Unavailable);
  provider.backend.wrap_failure.reset();
  provider.backend.sign_failure = refusal;
  EXPECT_EQ(encrypt_keyring(some_keyring(), kOwner, provider).error().error, KeyringError::Refused);
}

TEST(EncryptKeyring, FitsItsLimitWithAsManyGenerationsAsItMayHave) {
  DecryptedKeyring keyring = some_keyring();
  keyring.contents.entries.clear();
  for (std::uint32_t number = 1; number <= kKeyGenerationsMax; ++number) {
    const auto state = number == kKeyGenerationsMax ? KeyState::Active : KeyState::ReadOnly;
    keyring.contents.entries.push_back(
        {{KeyGeneration(number), kNow, state}, some_keyring().contents.entries.front().key});
  }
  const auto file = encrypt_keyring(keyring, kOwner, some_provider());
  ASSERT_TRUE(file.has_value());
  EXPECT_LE(file->size(), kKeyringFileBytesMax);
  EXPECT_TRUE(decrypt_keyring(*file, kOwner, some_provider()).has_value());
}

}  // namespace
}  // namespace vitalstream::storage
