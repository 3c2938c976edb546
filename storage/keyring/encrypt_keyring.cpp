#include "storage/keyring/encrypt_keyring.hpp"

#include <string_view>
#include <utility>

#include "base/byte_writer.hpp"
#include "base/result.hpp"
#include "crypto/aes_gcm.hpp"
#include "crypto/jwk.hpp"
#include "crypto/provider/random.hpp"
#include "crypto/sha256.hpp"
#include "crypto/verify.hpp"
#include "storage/keyring/keyring_file.hpp"
#include "storage/keyring/limits.hpp"

namespace vitalstream::storage {
namespace {

using crypto::provider::Deadline;
using crypto::provider::KeyProvider;
using crypto::provider::ProviderError;
using crypto::provider::ProviderFailure;

// What is wrapped says what it is for; what is signed begins like nothing else that is.
constexpr std::string_view kUnlockPurpose = "vitalstream keyring unlock key v1";
constexpr std::string_view kSignatureDomain = "vitalstream keyring signature v1";

Deadline deadline_from_now() { return std::chrono::steady_clock::now() + kKeyringProviderTimeout; }

KeyringFailure failure_of(const ProviderFailure& failure) {
  switch (failure.error) {
    case ProviderError::Refused:
      return {.error = KeyringError::Refused, .detail = failure.reason};
    case ProviderError::Unavailable:
      return {.error = KeyringError::Unavailable, .detail = failure.reason};
    case ProviderError::Wrong:
      return {.error = KeyringError::WrongKey, .detail = failure.reason};
  }
  return {.error = KeyringError::WrongKey, .detail = failure.reason};
}

// The wrapping key as an operator can find it. It belongs to the provider's signing key, by whose
// thumbprint genesis, configuration and logs know it.
std::string key_reference_of(const KeyProvider& provider) {
  return crypto::to_text(crypto::thumbprint(provider.public_key()));
}

Bytes context_of(const KeyringOwner& owner, std::uint64_t epoch) {
  ByteWriter context;
  context.var16(as_bytes(owner.chain.value()));
  context.var16(as_bytes(owner.node));
  context.var16(as_bytes(kUnlockPurpose));
  context.u64(epoch);
  return context.take();
}

Bytes signed_message(ByteView signed_part) {
  Bytes message = to_bytes(as_bytes(kSignatureDomain));
  append(message, crypto::sha256(signed_part));
  return message;
}

KeyringFailure mismatch(KeyringError error, const std::string& found, const std::string& own) {
  return {.error = error, .detail = "the keyring says '" + found + "', this node '" + own + "'"};
}

Result<void, KeyringFailure> check_header(const KeyringHeader& header, const KeyringOwner& owner,
                                          const KeyProvider& provider) {
  if (header.chain != owner.chain) {
    return mismatch(KeyringError::WrongChain, header.chain.value(), owner.chain.value());
  }
  if (header.node != owner.node) {
    return mismatch(KeyringError::WrongNode, header.node, owner.node);
  }
  if (header.provider != provider.name()) {
    return mismatch(KeyringError::WrongProvider, header.provider, std::string(provider.name()));
  }
  if (const std::string own = key_reference_of(provider); header.key_reference != own) {
    return mismatch(KeyringError::WrongKey, header.key_reference, own);
  }
  return {};
}

}  // namespace

Result<Bytes, KeyringFailure> encrypt_keyring(const DecryptedKeyring& keyring,
                                              const KeyringOwner& owner, KeyProvider& provider) {
  const Deadline deadline = deadline_from_now();
  const crypto::SecretBytes unlock_key = crypto::provider::random_secret(kUnlockKeyBytes);
  auto wrapped = provider.wrap(unlock_key, context_of(owner, keyring.epoch), deadline);
  if (wrapped.has_error()) {
    return failure_of(wrapped.error());
  }
  Bytes file = begin_keyring_file({.chain = owner.chain,
                                   .node = owner.node,
                                   .epoch = keyring.epoch,
                                   .provider = std::string(provider.name()),
                                   .key_reference = key_reference_of(provider),
                                   .wrapped_unlock_key = *std::move(wrapped)});
  const Bytes nonce = crypto::provider::random_bytes(crypto::kAesGcmNonceBytes);
  const crypto::SecretBytes plaintext = encode_contents(keyring.contents);
  append_encrypted_keys(file, nonce,
                        crypto::encrypt_aes_gcm({unlock_key, nonce, file}, plaintext.view()));
  const auto signature =
      provider.sign(provider.public_key().algorithm, signed_message(file), deadline);
  if (signature.has_error()) {
    return failure_of(signature.error());
  }
  append_keyring_signature(file, *signature);
  return file;
}

Result<DecryptedKeyring, KeyringFailure> decrypt_keyring(ByteView file, const KeyringOwner& owner,
                                                         KeyProvider& provider) {
  VS_TRY(sections, read_keyring_file(file));
  const KeyringHeader& header = sections.header;
  VS_RETURN_IF_ERROR(check_header(header, owner, provider));
  if (!crypto::verify_strict(provider.public_key(), signed_message(sections.signed_part),
                             sections.signature)) {
    return KeyringFailure{.error = KeyringError::Forged, .detail = {}};
  }
  const auto unlock_key = provider.unwrap(header.wrapped_unlock_key,
                                          context_of(owner, header.epoch), deadline_from_now());
  if (unlock_key.has_error()) {
    return failure_of(unlock_key.error());
  }
  if (unlock_key->size() != kUnlockKeyBytes) {
    return KeyringFailure{.error = KeyringError::WrongKey, .detail = "it unwraps to no unlock key"};
  }
  const auto plaintext =
      crypto::decrypt_aes_gcm({*unlock_key, sections.nonce, sections.bound}, sections.encrypted);
  auto contents = plaintext ? decode_contents(plaintext->view()) : std::nullopt;
  if (!contents) {
    return KeyringFailure{
        .error = KeyringError::Damaged, .detail = {}, .part = KeyringPart::Contents};
  }
  return DecryptedKeyring{*std::move(contents), header.epoch};
}

}  // namespace vitalstream::storage
