#include "storage/keyring/seal_keyring.hpp"

#include "crypto/sha256.hpp"
#include "storage/keyring/keyring_file.hpp"
#include "storage/keyring/limits.hpp"
#include "tests/unit/storage/keyring/keyring_fixture.hpp"

namespace vitalstream::storage {
namespace {

using crypto::provider::KeyProvider;
using crypto::provider::ProviderError;

const KeyringOwner kOwner = kPlace.owner;

UnsealedKeyring some_keyring() {
  UnsealedKeyring keyring;
  keyring.epoch = 4;
  keyring.contents.database_id.fill(9);
  keyring.contents.entries.push_back(
      {{KeyGeneration(1), kNow, KeyState::Active},
       std::make_shared<crypto::SecretBytes>(
           crypto::SecretBytes::copy_of(as_bytes("0123456789-canary-0123456789-key")))});
  return keyring;
}

Bytes sealed(KeyProvider& provider) { return *seal_keyring(some_keyring(), kOwner, provider); }

KeyringError error_of(ByteView file, const KeyringOwner& owner, KeyProvider& provider) {
  const auto unsealed = unseal_keyring(file, owner, provider);
  EXPECT_FALSE(unsealed.has_value());
  return unsealed ? KeyringError::AlreadyExists : unsealed.error().error;
}

TEST(SealKeyring, OpensToWhatWasSealed) {
  const auto unsealed = unseal_keyring(sealed(some_provider()), kOwner, some_provider());
  ASSERT_TRUE(unsealed.has_value());
  EXPECT_EQ(unsealed->epoch, 4U);
  EXPECT_TRUE(equal_contents(unsealed->contents, some_keyring().contents));
}

TEST(SealKeyring, ShowsNoKey) {
  const Bytes file = sealed(some_provider());
  EXPECT_EQ(as_text(file).find("canary"), std::string_view::npos);
}

TEST(SealKeyring, NoTwoWritesShareUnlockKeyOrNonce) {
  FailingProvider provider;  // whose wrapped keys are in clear
  const Bytes one = sealed(provider);
  const Bytes other = sealed(provider);
  const auto first = read_keyring_file(one);
  const auto second = read_keyring_file(other);
  EXPECT_NE(first->header.wrapped_unlock_key, second->header.wrapped_unlock_key);
  EXPECT_FALSE(equal(first->nonce, second->nonce));
}

TEST(SealKeyring, BelongsToOneChainAndNode) {
  const Bytes file = sealed(some_provider());
  EXPECT_EQ(error_of(file, {ChainId("test-2"), "3"}, some_provider()), KeyringError::WrongChain);
  EXPECT_EQ(error_of(file, {ChainId("test-1"), "4"}, some_provider()), KeyringError::WrongNode);
}

TEST(SealKeyring, AnotherKindOfProviderIsNamed) {
  FailingProvider provider;
  const Bytes file = sealed(provider);
  provider.backend.label = "pkcs11";
  const auto unsealed = unseal_keyring(file, kOwner, provider);
  EXPECT_EQ(unsealed.error().error, KeyringError::WrongProvider);
  EXPECT_EQ(unsealed.error().detail, "the keyring says 'failing', this node 'pkcs11'");
}

TEST(SealKeyring, AnotherKeyOfTheProviderIsTold) {
  EXPECT_EQ(error_of(sealed(some_provider()), kOwner, other_provider()), KeyringError::WrongKey);
}

// Anyone can wrap an unlock key of his own for a provider that wraps with a public key, and seal
// data keys that he knows.
TEST(SealKeyring, AKeyringOfSomebodyElseIsForged) {
  FailingProvider provider;
  FailingProvider thief(6);
  const Bytes genuine = sealed(provider);
  const Bytes theirs = sealed(thief);
  const auto sections = read_keyring_file(theirs);
  KeyringHeader header = sections->header;
  header.key_reference = read_keyring_file(genuine)->header.key_reference;
  Bytes forged = begin_keyring_file(header);
  append_sealed_keys(forged, sections->nonce, sections->sealed);
  append_keyring_signature(forged, sections->signature);
  EXPECT_EQ(error_of(forged, kOwner, provider), KeyringError::Forged);
}

TEST(SealKeyring, PartsOfTwoKeyringsMakeNone) {
  const Bytes one = sealed(some_provider());
  const Bytes other = sealed(some_provider());
  const auto first = read_keyring_file(one);
  const auto second = read_keyring_file(other);
  Bytes mixed = begin_keyring_file(first->header);
  append_sealed_keys(mixed, second->nonce, second->sealed);
  append_keyring_signature(mixed, second->signature);
  EXPECT_EQ(error_of(mixed, kOwner, some_provider()), KeyringError::Forged);
}

// Signed by the right key and yet not right: the tag and the context are checked as well.
TEST(SealKeyring, ASignatureDoesNotReplaceTheOtherChecks) {
  FailingProvider provider;
  const auto with_signature = [&](Bytes file) {
    Bytes message = to_bytes(as_bytes("vitalstream keyring signature v1"));
    append(message, crypto::sha256(file));
    append_keyring_signature(file, provider.backend.key.sign(message));
    return file;
  };
  const Bytes genuine = sealed(provider);
  const auto sections = read_keyring_file(genuine);
  Bytes same = begin_keyring_file(sections->header);
  append_sealed_keys(same, sections->nonce, sections->sealed);
  EXPECT_TRUE(unseal_keyring(with_signature(same), kOwner, provider).has_value());

  KeyringHeader later = sections->header;
  ++later.epoch;
  Bytes other_epoch = begin_keyring_file(later);
  append_sealed_keys(other_epoch, sections->nonce, sections->sealed);
  EXPECT_EQ(error_of(with_signature(other_epoch), kOwner, provider), KeyringError::WrongKey);

  Bytes changed = to_bytes(sections->sealed);
  changed.front() ^= 1;
  Bytes other_keys = begin_keyring_file(sections->header);
  append_sealed_keys(other_keys, sections->nonce, changed);
  const auto unsealed = unseal_keyring(with_signature(other_keys), kOwner, provider);
  EXPECT_EQ(unsealed.error().error, KeyringError::Damaged);
  EXPECT_EQ(unsealed.error().part, KeyringPart::Contents);
}

TEST(SealKeyring, TellsARefusalFromAnOutage) {
  FailingProvider provider;
  const Bytes file = sealed(provider);
  const auto refusal = crypto::provider::ProviderFailure{ProviderError::Refused, "disabled"};
  const auto outage = crypto::provider::ProviderFailure{ProviderError::Unavailable, "timeout"};
  provider.backend.unwrap_failure = refusal;
  EXPECT_EQ(error_of(file, kOwner, provider), KeyringError::Refused);
  provider.backend.unwrap_failure = outage;
  EXPECT_EQ(error_of(file, kOwner, provider), KeyringError::Unavailable);
  provider.backend.wrap_failure = outage;
  EXPECT_EQ(seal_keyring(some_keyring(), kOwner, provider).error().error,
            KeyringError::Unavailable);
  provider.backend.wrap_failure.reset();
  provider.backend.sign_failure = refusal;
  EXPECT_EQ(seal_keyring(some_keyring(), kOwner, provider).error().error, KeyringError::Refused);
}

TEST(SealKeyring, FitsItsLimitWithAsManyGenerationsAsItMayHave) {
  UnsealedKeyring keyring = some_keyring();
  keyring.contents.entries.clear();
  for (std::uint32_t number = 1; number <= kKeyGenerationsMax; ++number) {
    const auto state = number == kKeyGenerationsMax ? KeyState::Active : KeyState::ReadOnly;
    keyring.contents.entries.push_back(
        {{KeyGeneration(number), kNow, state}, some_keyring().contents.entries.front().key});
  }
  const auto file = seal_keyring(keyring, kOwner, some_provider());
  ASSERT_TRUE(file.has_value());
  EXPECT_LE(file->size(), kKeyringFileBytesMax);
  EXPECT_TRUE(unseal_keyring(*file, kOwner, some_provider()).has_value());
}

}  // namespace
}  // namespace vitalstream::storage
