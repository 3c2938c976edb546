#include "crypto/provider/vault/vault_answers.hpp"

#include <string>

#include "crypto/provider/base64.hpp"
#include "crypto/provider/public_key_encoding.hpp"
#include "crypto/provider/signature_encoding.hpp"

namespace vitalstream::crypto::provider {

ProviderResult<Signature> vault_signature(SignatureAlgorithm algorithm, std::uint64_t version,
                                          std::string_view text) {
  const std::string prefix = "vault:v" + std::to_string(version) + ":";
  if (!text.starts_with(prefix)) {
    return wrong("Vault signed with another version of the key than the pinned one");
  }
  const auto encoding = algorithm == SignatureAlgorithm::EcdsaP256Sha256
                            ? SignatureEncoding::Base64UrlRaw
                            : SignatureEncoding::Base64Raw;
  auto signature = canonical_signature(algorithm, encoding, as_bytes(text.substr(prefix.size())));
  if (!signature) {
    return wrong("Vault's signature is malformed");
  }
  return *std::move(signature);
}

ProviderResult<PublicKey> vault_public_key(const JsonAnswer& answer, std::uint64_t version) {
  const auto type = answer.text({"data", "type"});
  if (type != "ecdsa-p256" && type != "ed25519") {
    return refused("the key in Vault is neither of type ecdsa-p256 nor ed25519");
  }
  const std::string number = std::to_string(version);
  const auto text = answer.text({"data", "keys", number, "public_key"});
  if (!text) {
    return refused("the key in Vault has no version " + number);
  }
  std::optional<PublicKey> key;
  if (*type == "ecdsa-p256") {
    key = public_key_from_pem(*text);
  } else if (const auto bytes = from_base64(*text)) {
    key = public_key_from_raw(SignatureAlgorithm::Ed25519, *bytes);
  }
  if (!key || key->algorithm != (*type == "ed25519" ? SignatureAlgorithm::Ed25519
                                                    : SignatureAlgorithm::EcdsaP256Sha256)) {
    return wrong("the public key in Vault is malformed");
  }
  return *std::move(key);
}

}  // namespace vitalstream::crypto::provider
