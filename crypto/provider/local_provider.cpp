#include "crypto/provider/local_provider.hpp"

#include "base/assert.hpp"
#include "crypto/limits.hpp"
#include "crypto/provider/private_file.hpp"
#include "crypto/provider/random.hpp"
#include "crypto/provider/secret_box.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::crypto::provider {
namespace {

// Sets the provider's own boxes apart from all others that its wrapping key could ever make.
constexpr std::string_view kWrapDomain = "vitalstream local wrap v1";

class LocalBackend final : public KeyBackend {
 public:
  LocalBackend(SigningKey signing, SecretBytes wrapping)
      : signing_(std::move(signing)), wrapping_(std::move(wrapping)) {}

  [[nodiscard]] std::string_view name() const override { return "local"; }
  [[nodiscard]] Capabilities capabilities() const override;
  [[nodiscard]] const PublicKey& public_key() const override { return signing_.public_key(); }
  // The key is in this process: it can sign as long as there is a process.
  [[nodiscard]] ProviderResult<void> check_health(Deadline) override { return {}; }

  ProviderResult<Signature> ask_signature(ByteView message, Deadline deadline) override;
  ProviderResult<Bytes> ask_wrap(const SecretBytes& plaintext, const Hash32& context,
                                 Deadline deadline) override;
  ProviderResult<SecretBytes> ask_unwrap(ByteView blob, const Hash32& context,
                                         Deadline deadline) override;

 private:
  SigningKey signing_;
  SecretBytes wrapping_;
};

Capabilities LocalBackend::capabilities() const {
  return {.algorithms = {public_key().algorithm}, .can_sign = true, .can_wrap = true};
}

ProviderResult<Signature> LocalBackend::ask_signature(ByteView message, Deadline) {
  return signing_.sign(message);
}

Bytes bound_bytes(const Hash32& context) {
  Bytes bound = to_bytes(as_bytes(kWrapDomain));
  append(bound, context);
  return bound;
}

ProviderResult<Bytes> LocalBackend::ask_wrap(const SecretBytes& plaintext, const Hash32& context,
                                             Deadline) {
  return encrypt(wrapping_, plaintext, bound_bytes(context));
}

ProviderResult<SecretBytes> LocalBackend::ask_unwrap(ByteView blob, const Hash32& context,
                                                     Deadline) {
  auto plaintext = decrypt(wrapping_, blob, bound_bytes(context));
  if (!plaintext) {
    return wrong("the wrapped key was not made with this key for this context");
  }
  return *std::move(plaintext);
}

LocalKeyError failure(const std::filesystem::path& file, std::string_view reason) {
  return {"key file " + file.string() + ": " + std::string(reason)};
}

bool is_acceptable(const Passphrase& passphrase) {
  return !passphrase || (passphrase->size() > 0 && passphrase->size() <= kPassphraseBytesMax);
}

// A P-256 scalar is out of range once in 2^32.
SigningKey random_signing_key(SignatureAlgorithm algorithm, SecretBytes& secret) {
  for (;;) {
    secret = random_secret(kSigningSecretBytes);
    if (auto key = SigningKey::from_secret(algorithm, secret.view())) {
      return *std::move(key);
    }
  }
}

}  // namespace

Result<PublicKey, LocalKeyError> generate_local_key(const LocalKeyRequest& request,
                                                    const Passphrase& passphrase) {
  if (!is_acceptable(passphrase)) {
    return failure(request.file, "the passphrase is empty or too long");
  }
  KeyFileContent content;
  const SigningKey key = random_signing_key(request.algorithm, content.secrets.signing);
  content.public_key = key.public_key();
  content.secrets.wrapping = random_secret(kSecretBoxKeyBytes);
  const auto text = encode_key_file(content, passphrase, request.cost);
  if (text.has_error()) {
    return failure(request.file, to_string(text.error()));
  }
  if (const auto made = create_private_file(request.file, text->view()); made.has_error()) {
    return failure(request.file, to_string(made.error()));
  }
  return key.public_key();
}

Result<std::unique_ptr<KeyBackend>, LocalKeyError> open_local_backend(
    const std::filesystem::path& file, const Passphrase& passphrase) {
  if (!is_acceptable(passphrase)) {
    return failure(file, "the passphrase is empty or too long");
  }
  const auto text = read_private_file(file, kKeyFileBytesMax);
  if (text.has_error()) {
    return failure(file, to_string(text.error()));
  }
  auto content = decode_key_file(as_text(text->view()), passphrase);
  if (content.has_error()) {
    return failure(file, to_string(content.error()));
  }
  auto key =
      SigningKey::from_secret(content->public_key.algorithm, content->secrets.signing.view());
  VS_ASSERT(key.has_value());
  return std::unique_ptr<KeyBackend>(
      std::make_unique<LocalBackend>(*std::move(key), std::move(content->secrets.wrapping)));
}

Result<std::unique_ptr<KeyProvider>, LocalKeyError> open_local_provider(
    const std::filesystem::path& file, const Passphrase& passphrase) {
  auto backend = open_local_backend(file, passphrase);
  if (backend.has_error()) {
    return backend.error();
  }
  auto provider = std::make_unique<KeyProvider>(*std::move(backend));
  const auto deadline = std::chrono::steady_clock::now() + kProbeTimeout;
  if (const auto probed = probe(*provider, deadline); probed.has_error()) {
    return failure(file, probed.error().reason);
  }
  return provider;
}

}  // namespace vitalstream::crypto::provider
