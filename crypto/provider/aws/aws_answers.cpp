#include "crypto/provider/aws/aws_answers.hpp"

#include <algorithm>

#include "crypto/provider/aws/aws_error.hpp"
#include "crypto/provider/aws/aws_time.hpp"
#include "crypto/provider/base64.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/provider/public_key_encoding.hpp"
#include "crypto/provider/signature_encoding.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr std::string_view kLettersAndDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

bool consists_of(std::string_view text, std::string_view others) {
  return std::ranges::all_of(text, [&](char c) {
    return kLettersAndDigits.find(c) != std::string_view::npos ||
           others.find(c) != std::string_view::npos;
  });
}

struct CredentialTexts {
  std::string id;
  std::string secret;
  std::string token;
  std::string ends;
};

// Id and token go into headers, so that nothing else may be in them.
ProviderResult<AwsCredentials> checked(const CredentialTexts& texts) {
  const bool is_good = !texts.id.empty() && !texts.secret.empty() && consists_of(texts.id, "-_") &&
                       consists_of(texts.secret, "+/=_-") && consists_of(texts.token, "+/=_-") &&
                       texts.token.size() <= kAwsTokenBytesMax;
  if (!is_good) {
    return wrong("AWS credentials: the answer holds none");
  }
  const auto ends = from_iso8601(texts.ends);
  if (!ends) {
    return wrong("AWS credentials: the answer does not say when they end");
  }
  return AwsCredentials{texts.id, SecretBytes::copy_of(as_bytes(texts.secret)),
                        SecretBytes::copy_of(as_bytes(texts.token)), ends};
}

}  // namespace

std::string aws_host(std::string_view service, std::string_view region) {
  return std::string(service) + "." + std::string(region) + ".amazonaws.com" +
         (region.starts_with("cn-") ? ".cn" : "");
}

bool is_region_name(std::string_view text) {
  return !text.empty() && text.size() <= 32 && consists_of(text, "-");
}

bool is_role_name(std::string_view text) {
  return !text.empty() && text.size() <= 128 && consists_of(text, "_+=,.@-");
}

ProviderResult<AwsCredentials> credentials_in_json(ByteView body) {
  const auto json = JsonAnswer::parse(body);
  if (json == nullptr) {
    return wrong("AWS credentials: the answer is malformed");
  }
  const auto code = json->text({"Code"});
  if (code && *code != "Success") {
    return refused("AWS credentials: the machine's role has none");
  }
  const auto text = [&](std::string_view name) {
    return std::string(json->text({name}).value_or(""));
  };
  return checked({text("AccessKeyId"), text("SecretAccessKey"), text("Token"), text("Expiration")});
}

ProviderResult<AwsCredentials> credentials_in_xml(ByteView body) {
  const auto text = [&](std::string_view tag) { return xml_text(as_text(body), tag).value_or(""); };
  return checked(
      {text("AccessKeyId"), text("SecretAccessKey"), text("SessionToken"), text("Expiration")});
}

ProviderResult<PublicKey> aws_public_key(const JsonAnswer& answer) {
  if (answer.text({"KeyUsage"}) != "SIGN_VERIFY") {
    return refused("the key in AWS KMS is not for signing");
  }
  const auto der = from_base64(answer.text({"PublicKey"}).value_or("?"));
  if (!der) {
    return wrong("AWS KMS: the public key is malformed");
  }
  auto key = public_key_from_spki(*der);
  if (!key) {
    return refused("the key in AWS KMS is neither of spec ECC_NIST_P256 nor ECC_NIST_EDWARDS25519");
  }
  return *std::move(key);
}

ProviderResult<Signature> aws_signature(SignatureAlgorithm algorithm, const JsonAnswer& answer) {
  const auto encoding = algorithm == SignatureAlgorithm::EcdsaP256Sha256
                            ? SignatureEncoding::Base64Der
                            : SignatureEncoding::Base64Raw;
  auto signature =
      canonical_signature(algorithm, encoding, as_bytes(answer.text({"Signature"}).value_or("")));
  if (!signature) {
    return wrong("AWS KMS: the signature is malformed");
  }
  return *std::move(signature);
}

}  // namespace vitalstream::crypto::provider
