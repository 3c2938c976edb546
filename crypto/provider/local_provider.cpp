#include "crypto/provider/local_provider.hpp"

#include "base/assert.hpp"
#include "crypto/limits.hpp"
#include "crypto/provider/private_file.hpp"
#include "crypto/provider/random.hpp"
#include "crypto/provider/sealed_box.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::crypto::provider {
namespace {

// Sets the provider's own boxes apart from all others that its wrapping key could ever make.
constexpr std::string_view kWrapDomain = "vitalstream local wrap v1";

class LocalProvider final : public KeyProvider {
 public:
  LocalProvider(SigningKey signing, SecretBytes wrapping)
      : signing_(std::move(signing)), wrapping_(std::move(wrapping)) {}

  [[nodiscard]] std::string_view name() const override { return "local"; }
  [[nodiscard]] Capabilities capabilities() const override;
  [[nodiscard]] const PublicKey& public_key() const override { return signing_.public_key(); }
  // The key is in this process: it can sign as long as there is a process.
  [[nodiscard]] ProviderResult<void> health(Deadline) override { return {}; }

 private:
  ProviderResult<Signature> ask_signature(SignatureAlgorithm algorithm, ByteView message,
                                          Deadline deadline) override;
  ProviderResult<Bytes> ask_wrap(const SecretBytes& plaintext, Deadline deadline) override;
  ProviderResult<SecretBytes> ask_unwrap(ByteView blob, Deadline deadline) override;

  SigningKey signing_;
  SecretBytes wrapping_;
};

Capabilities LocalProvider::capabilities() const {
  return {.algorithms = {public_key().algorithm}, .can_sign = true, .can_wrap = true};
}

ProviderResult<Signature> LocalProvider::ask_signature(SignatureAlgorithm, ByteView message,
                                                       Deadline) {
  return signing_.sign(message);
}

ProviderResult<Bytes> LocalProvider::ask_wrap(const SecretBytes& plaintext, Deadline) {
  return seal(wrapping_, plaintext, as_bytes(kWrapDomain));
}

ProviderResult<SecretBytes> LocalProvider::ask_unwrap(ByteView blob, Deadline) {
  auto plaintext = open_sealed(wrapping_, blob, as_bytes(kWrapDomain));
  if (!plaintext) {
    return ProviderFailure{ProviderError::Wrong, "the wrapped key was not made with this key"};
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
  content.secrets.wrapping = random_secret(kSealingKeyBytes);
  const auto text = encode_key_file(content, passphrase, request.cost);
  if (text.has_error()) {
    return failure(request.file, to_string(text.error()));
  }
  if (const auto made = create_private_file(request.file, text->view()); made.has_error()) {
    return failure(request.file, to_string(made.error()));
  }
  return key.public_key();
}

Result<std::unique_ptr<KeyProvider>, LocalKeyError> open_local_provider(
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
  auto provider =
      std::make_unique<LocalProvider>(*std::move(key), std::move(content->secrets.wrapping));
  const auto deadline = std::chrono::steady_clock::now() + kProbeTimeout;
  if (const auto probed = probe(*provider, deadline); probed.has_error()) {
    return failure(file, probed.error().reason);
  }
  return std::unique_ptr<KeyProvider>(std::move(provider));
}

}  // namespace vitalstream::crypto::provider
