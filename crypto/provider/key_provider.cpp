#include "crypto/provider/key_provider.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "crypto/ecdsa_p256.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/provider/random.hpp"
#include "crypto/sha256.hpp"
#include "crypto/verify.hpp"

namespace vitalstream::crypto::provider {
namespace {

// No message of the protocol begins like this: votes begin with the genesis hash.
constexpr std::string_view kProbeDomain = "vitalstream key provider probe v1";

ProviderFailure refused(std::string reason) {
  return {ProviderError::Refused, std::move(reason)};
}

ProviderFailure wrong(std::string reason) {
  return {ProviderError::Wrong, std::move(reason)};
}

bool has_algorithm(const Capabilities& capabilities, SignatureAlgorithm algorithm) {
  return capabilities.can_sign &&
         std::ranges::find(capabilities.algorithms, algorithm) != capabilities.algorithms.end();
}

Signature canonical(SignatureAlgorithm algorithm, Signature signature) {
  if (algorithm == SignatureAlgorithm::EcdsaP256Sha256 &&
      is_well_formed_p256_signature(signature)) {
    return to_low_s(std::move(signature));
  }
  return signature;
}

// The domain, the key and a nonce, so that neither another use nor another time can be meant.
Bytes probe_message(const PublicKey& key) {
  Bytes message = to_bytes(as_bytes(kProbeDomain));
  append(message, key.bytes);
  append(message, random_bytes(kProbeNonceBytes));
  return message;
}

ProviderResult<void> probe_wrapping(KeyProvider& provider, Deadline deadline) {
  const SecretBytes key = random_secret(kSealingKeyBytes);
  const auto blob = provider.wrap(key, as_bytes(kProbeDomain), deadline);
  if (blob.has_error()) {
    return blob.error();
  }
  const auto unwrapped = provider.unwrap(*blob, as_bytes(kProbeDomain), deadline);
  if (unwrapped.has_error()) {
    return unwrapped.error();
  }
  if (!equal_secrets(unwrapped->view(), key.view())) {
    return wrong("unwrapping the probe gave another key than was wrapped");
  }
  return {};
}

}  // namespace

std::string_view to_string(ProviderError error) {
  switch (error) {
    case ProviderError::Refused:
      return "refused";
    case ProviderError::Unavailable:
      return "unavailable";
    case ProviderError::Wrong:
      return "wrong";
  }
  base::assertion_failed("a known ProviderError", __FILE__, __LINE__);
}

ProviderResult<Signature> KeyProvider::sign(SignatureAlgorithm algorithm, ByteView message,
                                            Deadline deadline) {
  VS_ASSERT(message.size() <= kSignedMessageBytesMax);
  if (public_key().algorithm != algorithm || !has_algorithm(capabilities(), algorithm)) {
    return refused("the key does not sign with " + std::string(to_string(algorithm)));
  }
  auto answer = ask_signature(algorithm, message, deadline);
  if (answer.has_error()) {
    return answer.error();
  }
  Signature signature = canonical(algorithm, *std::move(answer));
  if (!verify(public_key(), message, signature)) {
    return wrong("the signature does not verify with the pinned public key");
  }
  return signature;
}

ProviderResult<Bytes> KeyProvider::wrap(const SecretBytes& key, ByteView context,
                                        Deadline deadline) {
  VS_ASSERT(key.size() > 0 && key.size() <= kWrappedKeyBytesMax);
  if (!capabilities().can_wrap) {
    return refused("the key does not wrap");
  }
  SecretBytes plaintext(key.size() + kDigestBytes);
  std::ranges::copy(key.view(), plaintext.writable().begin());
  std::ranges::copy(sha256(context), plaintext.writable().last(kDigestBytes).begin());
  auto blob = ask_wrap(plaintext, deadline);
  if (blob && blob->size() > kWrappedBlobBytesMax) {
    return wrong("the wrapped key is longer than any wrapped key");
  }
  return blob;
}

ProviderResult<SecretBytes> KeyProvider::unwrap(ByteView blob, ByteView context,
                                                Deadline deadline) {
  if (!capabilities().can_wrap) {
    return refused("the key does not unwrap");
  }
  if (blob.size() > kWrappedBlobBytesMax) {
    return wrong("the wrapped key is longer than any wrapped key");
  }
  const auto plaintext = ask_unwrap(blob, deadline);
  if (plaintext.has_error()) {
    return plaintext.error();
  }
  const ByteView bytes = plaintext->view();
  if (bytes.size() <= kDigestBytes || bytes.size() > kWrappedKeyBytesMax + kDigestBytes) {
    return wrong("the unwrapped key has an impossible size");
  }
  if (!equal_secrets(bytes.last(kDigestBytes), sha256(context))) {
    return wrong("the key was wrapped for another context");
  }
  return SecretBytes::copy_of(bytes.first(bytes.size() - kDigestBytes));
}

ProviderResult<void> probe(KeyProvider& provider, Deadline deadline) {
  const Capabilities capabilities = provider.capabilities();
  if (capabilities.can_sign) {
    const PublicKey& key = provider.public_key();
    const auto signature = provider.sign(key.algorithm, probe_message(key), deadline);
    if (signature.has_error()) {
      return signature.error();
    }
  }
  return capabilities.can_wrap ? probe_wrapping(provider, deadline) : ProviderResult<void>{};
}

}  // namespace vitalstream::crypto::provider
