#include "tests/providers/fake_aws.hpp"

#include <array>
#include <ctime>

#include "base/hex.hpp"
#include "crypto/provider/aws/aws_time.hpp"
#include "crypto/provider/base64.hpp"
#include "crypto/provider/public_key_encoding.hpp"
#include "crypto/provider/secret_box.hpp"
#include "crypto/sha256.hpp"
#include "tests/providers/digest_signer.hpp"

namespace vitalstream::testing {
namespace {

using crypto::SecretBytes;
using crypto::SignatureAlgorithm;
using crypto::SigningKey;
using crypto::provider::from_base64;
using crypto::provider::JsonAnswer;
using crypto::provider::to_base64;

constexpr std::uint8_t kSeed = 0x33;
constexpr std::size_t kMessageBytesMax = 4096;
constexpr std::chrono::seconds kSkewMax{300};

FakeReply json(const std::string& text) {
  return {.body = text, .headers = {{"content-type", "application/x-amz-json-1.1"}}};
}

SecretBytes wrapping_key() { return SecretBytes::copy_of(Bytes(32, 0x44)); }

std::chrono::sys_seconds machine_time() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// The text between two others.
std::string between(const std::string& text, const std::string& before, const std::string& after) {
  const auto begin = text.find(before);
  if (begin == std::string::npos) {
    return {};
  }
  const auto first = begin + before.size();
  return text.substr(first, text.find(after, first) - first);
}

}  // namespace

FakeReply kms_error(const std::string& name, int status) {
  return {.status = status,
          .body = R"({"__type":")" + name + R"(","message":"said the fake"})",
          .headers = {{"content-type", "application/x-amz-json-1.1"}}};
}

FakeAws::FakeAws(SignatureAlgorithm algorithm)
    : key(*SigningKey::from_secret(algorithm, Bytes(32, kSeed))) {}

std::string FakeAws::date_header() const {
  const std::time_t time = std::chrono::system_clock::to_time_t(machine_time() + ahead);
  std::tm parts{};
  gmtime_r(&time, &parts);
  std::array<char, 64> text{};
  return {text.data(),
          std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

FakeReply FakeAws::answer(const FakeRequest& request) {
  std::optional<FakeReply> reply = intercept(request);
  if (!reply) {
    if (request.headers.contains("x-amz-target")) {
      reply = kms(request);
    } else {
      reply = request.method == "POST" ? sts(request) : metadata(request);
    }
  }
  reply->headers["date"] = date_header();
  return *reply;
}

// Everything but the signature itself.
std::optional<FakeReply> FakeAws::refusal(const FakeRequest& request) const {
  const auto header = [&](const char* name) {
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? std::string() : found->second;
  };
  const std::string authorization = header("authorization");
  const std::string date = header("x-amz-date");
  const std::string id = between(authorization, "Credential=", "/");
  const std::string signed_names = ";" + between(authorization, "SignedHeaders=", ",") + ";";
  if (!authorization.starts_with("AWS4-HMAC-SHA256 ") || date.size() != 16) {
    return kms_error("MissingAuthenticationTokenException");
  }
  if (authorization.find("/" + date.substr(0, 8) + "/us-east-1/kms/aws4_request") ==
      std::string::npos) {
    return kms_error("InvalidSignatureException");
  }
  for (const char* name : {";host;", ";x-amz-date;", ";x-amz-target;"}) {
    if (signed_names.find(name) == std::string::npos) {
      return kms_error("InvalidSignatureException");
    }
  }
  const std::string written = date.substr(0, 4) + "-" + date.substr(4, 2) + "-" +
                              date.substr(6, 5) + ":" + date.substr(11, 2) + ":" + date.substr(13);
  const auto time = crypto::provider::from_iso8601(written);
  if (!time || std::chrono::abs(*time - (machine_time() + ahead)) > kSkewMax) {
    return kms_error("InvalidSignatureException");
  }
  return valid_keys.contains(id) ? std::nullopt : std::optional(kms_error("ExpiredTokenException"));
}

FakeReply FakeAws::kms(const FakeRequest& request) {
  if (const auto refused = refusal(request)) {
    return *refused;
  }
  const auto body = JsonAnswer::parse(as_bytes(request.body));
  const std::string operation = between(request.headers.at("x-amz-target"), "TrentService.", "\n");
  if (body == nullptr || request.target != "/") {
    return kms_error("SerializationException");
  }
  const bool wraps = operation == "Encrypt" || operation == "Decrypt";
  if (body->text({"KeyId"}) != (wraps ? "alias/wrapping" : "alias/validator")) {
    return kms_error("NotFoundException");
  }
  if (!key_is_enabled) {
    return kms_error("DisabledException");
  }
  if (operation == "GetPublicKey") {
    return show_key();
  }
  if (operation == "Sign") {
    return sign(*body);
  }
  if (operation == "Encrypt") {
    return encrypt(*body);
  }
  return operation == "Decrypt" ? decrypt(*body) : kms_error("UnknownOperationException");
}

FakeReply FakeAws::show_key() const {
  const bool is_p256 = key.public_key().algorithm == SignatureAlgorithm::EcdsaP256Sha256;
  return json(R"({"KeyId":"arn:aws:kms:us-east-1:1:key/1","KeyUsage":"SIGN_VERIFY","KeySpec":")" +
              std::string(is_p256 ? "ECC_NIST_P256" : "ECC_NIST_EDWARDS25519") +
              R"(","SigningAlgorithms":[)" +
              (is_p256 ? R"("ECDSA_SHA_256")" : R"("ED25519_SHA_512","ED25519_PH_SHA_512")") +
              R"(],"PublicKey":")" +
              to_base64(crypto::provider::public_key_to_spki(key.public_key())) + R"("})");
}

FakeReply FakeAws::sign(const JsonAnswer& body) {
  const auto message = from_base64(body.text({"Message"}).value_or("?"));
  const auto type = body.text({"MessageType"}).value_or("RAW");
  const bool is_p256 = key.public_key().algorithm == SignatureAlgorithm::EcdsaP256Sha256;
  const bool is_digest = type == "DIGEST";
  if (!message || message->empty() || message->size() > kMessageBytesMax ||
      (!is_digest && type != "RAW")) {
    return kms_error("ValidationException");
  }
  if (body.text({"SigningAlgorithm"}) != (is_p256 ? "ECDSA_SHA_256" : "ED25519_SHA_512")) {
    return kms_error("InvalidKeyUsageException");
  }
  // ED25519_SHA_512 takes no digest: that is ED25519_PH_SHA_512.
  if (is_digest && (!is_p256 || message->size() != 32)) {
    return kms_error("ValidationException");
  }
  ++signatures;
  const Bytes signature =
      !is_p256 ? key.sign(*message)
               : sign_p256_digest(Bytes(32, kSeed), is_digest ? ByteView(*message)
                                                              : ByteView(crypto::sha256(*message)));
  return json(R"({"KeyId":"arn:aws:kms:us-east-1:1:key/1","Signature":")" + to_base64(signature) +
              R"("})");
}

FakeReply FakeAws::encrypt(const JsonAnswer& body) {
  const auto plaintext = from_base64(body.text({"Plaintext"}).value_or("?"));
  const auto context = body.text({"EncryptionContext", "vitalstream-context"});
  if (!plaintext || !context || context->size() != 64) {
    return kms_error("ValidationException");
  }
  const Bytes box = crypto::provider::encrypt(wrapping_key(), SecretBytes::copy_of(*plaintext),
                                              as_bytes(*context));
  return json(R"({"CiphertextBlob":")" + to_base64(box) + R"("})");
}

FakeReply FakeAws::decrypt(const JsonAnswer& body) {
  const auto box = from_base64(body.text({"CiphertextBlob"}).value_or("?"));
  const auto context = body.text({"EncryptionContext", "vitalstream-context"}).value_or("");
  const auto secret =
      box ? crypto::provider::decrypt(wrapping_key(), *box, as_bytes(context)) : std::nullopt;
  return secret ? json(R"({"Plaintext":")" + to_base64(secret->view()) + R"("})")
                : kms_error("InvalidCiphertextException");
}

std::string FakeAws::credentials_json() {
  const std::string id = "ASIA" + std::to_string(++issued);
  valid_keys.insert(id);
  return R"({"Code":"Success","AccessKeyId":")" + id +
         R"(","SecretAccessKey":"secret","Token":"token","Expiration":")" + credentials_end +
         R"("})";
}

FakeReply FakeAws::sts(const FakeRequest& request) {
  const bool is_good =
      request.body.find("Action=AssumeRoleWithWebIdentity&Version=2011-06-15") == 0 &&
      request.body.find("&RoleArn=arn%3Aaws%3Aiam") != std::string::npos &&
      request.body.ends_with("&WebIdentityToken=" + web_identity);
  if (!is_good) {
    return {.status = 400,
            .body =
                "<ErrorResponse><Error><Code>InvalidIdentityToken</Code>"
                "<Message>no</Message></Error></ErrorResponse>"};
  }
  const std::string id = "ASIA" + std::to_string(++issued);
  valid_keys.insert(id);
  return {.body = "<R><Credentials><AccessKeyId>" + id +
                  "</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token"
                  "</SessionToken><Expiration>" +
                  credentials_end + "</Expiration></Credentials></R>"};
}

FakeReply FakeAws::metadata(const FakeRequest& request) {
  constexpr const char* kRoles = "/latest/meta-data/iam/security-credentials/";
  if (request.method == "PUT" && request.target == "/latest/api/token") {
    return request.headers.contains("x-aws-ec2-metadata-token-ttl-seconds")
               ? FakeReply{.body = "imds-token"}
               : FakeReply{.status = 400};
  }
  if (request.target == "/container") {
    const auto token = request.headers.find("authorization");
    const bool is_good = container_token.empty() ||
                         (token != request.headers.end() && token->second == container_token);
    return is_good ? json(credentials_json()) : FakeReply{.status = 401};
  }
  const auto token = request.headers.find("x-aws-ec2-metadata-token");
  if (token == request.headers.end() || token->second != "imds-token") {
    return {.status = 401};
  }
  if (request.target == kRoles) {
    return {.body = "validator"};
  }
  return request.target == std::string(kRoles) + "validator" ? json(credentials_json())
                                                             : FakeReply{.status = 404};
}

}  // namespace vitalstream::testing
