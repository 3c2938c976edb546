#include "crypto/provider/key_provider.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/provider/random.hpp"
#include "crypto/provider/signature_encoding.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::crypto::provider {
namespace {

// No message of the protocol begins like this: votes begin with the genesis hash.
constexpr std::string_view kProbeDomain = "vitalstream key provider probe v1";

bool has_algorithm(const Capabilities& capabilities, SignatureAlgorithm algorithm) {
  return capabilities.can_sign &&
         std::ranges::find(capabilities.algorithms, algorithm) != capabilities.algorithms.end();
}

// The domain, the key and a nonce, so that neither another use nor another time can be meant.
Bytes probe_message(const PublicKey& key) {
  Bytes message = to_bytes(as_bytes(kProbeDomain));
  append(message, key.bytes);
  append(message, random_bytes(kProbeNonceBytes));
  return message;
}

ProviderResult<void> probe_wrapping(KeyProvider& provider, Deadline deadline) {
  const SecretBytes key = random_secret(kSecretBoxKeyBytes);
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

KeyProvider::KeyProvider(std::unique_ptr<KeyBackend> backend, const CallSurroundings& surroundings)
    : backend_(std::move(backend)),
      pinned_(DecodedKey::decode(backend_->public_key())),
      guard_(backend_->name(), surroundings) {}

ProviderResult<void> KeyProvider::health(Deadline deadline) {
  return guard_.run_once(Operation::Health, deadline,
                         [&](Deadline until) { return backend_->check_health(until); });
}

ProviderResult<Signature> KeyProvider::sign(SignatureAlgorithm algorithm, ByteView message,
                                            Deadline deadline) {
  VS_ASSERT(message.size() <= kSignedMessageBytesMax);
  if (public_key().algorithm != algorithm || !has_algorithm(capabilities(), algorithm)) {
    return refused("the key does not sign with " + std::string(to_string(algorithm)));
  }
  return guard_.run(Operation::Sign, deadline,
                    [&](Deadline until) { return sign_once(message, until); });
}

ProviderResult<Signature> KeyProvider::sign_once(ByteView message, Deadline deadline) {
  const auto answer = backend_->ask_signature(message, deadline);
  if (answer.has_error()) {
    return answer.error();
  }
  auto signature = canonical_signature(public_key().algorithm, SignatureEncoding::Raw, *answer);
  if (!signature || !pinned_ || !pinned_->verify_strict(message, *signature)) {
    return wrong("the signature does not verify with the pinned public key");
  }
  return *std::move(signature);
}

ProviderResult<Bytes> KeyProvider::wrap(const SecretBytes& key, ByteView context,
                                        Deadline deadline) {
  VS_ASSERT(key.size() > 0 && key.size() <= kWrappedKeyBytesMax);
  if (!capabilities().can_wrap) {
    return refused("the key does not wrap");
  }
  const Hash32 bound = sha256(context);
  SecretBytes plaintext(key.size() + kDigestBytes);
  std::ranges::copy(key.view(), plaintext.writable().begin());
  std::ranges::copy(bound, plaintext.writable().last(kDigestBytes).begin());
  return guard_.run(Operation::Wrap, deadline, [&](Deadline until) -> ProviderResult<Bytes> {
    auto blob = backend_->ask_wrap(plaintext, bound, until);
    if (blob && (blob->empty() || blob->size() > kWrappedBlobBytesMax)) {
      return wrong("the wrapped key has an impossible size");
    }
    return blob;
  });
}

ProviderResult<SecretBytes> KeyProvider::unwrap(ByteView blob, ByteView context,
                                                Deadline deadline) {
  if (!capabilities().can_wrap) {
    return refused("the key does not unwrap");
  }
  if (blob.empty() || blob.size() > kWrappedBlobBytesMax) {
    return wrong("the wrapped key has an impossible size");
  }
  const Hash32 bound = sha256(context);
  return guard_.run(Operation::Unwrap, deadline,
                    [&](Deadline until) { return unwrap_once(blob, bound, until); });
}

ProviderResult<SecretBytes> KeyProvider::unwrap_once(ByteView blob, const Hash32& context,
                                                     Deadline deadline) {
  const auto plaintext = backend_->ask_unwrap(blob, context, deadline);
  if (plaintext.has_error()) {
    return plaintext.error();
  }
  const ByteView bytes = plaintext->view();
  if (bytes.size() <= kDigestBytes || bytes.size() > kWrappedKeyBytesMax + kDigestBytes) {
    return wrong("the unwrapped key has an impossible size");
  }
  if (!equal_secrets(bytes.last(kDigestBytes), context)) {
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
