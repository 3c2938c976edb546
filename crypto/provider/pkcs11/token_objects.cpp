// Objects of a token: finding them, and reading the public half of a key.
#include <algorithm>
#include <array>

#include "crypto/provider/limits.hpp"
#include "crypto/provider/pkcs11/cryptoki_error.hpp"
#include "crypto/provider/pkcs11/token_session.hpp"
#include "crypto/provider/public_key_encoding.hpp"

namespace vitalstream::crypto::provider {
namespace {

// OBJECT IDENTIFIER prime256v1.
constexpr std::array<std::uint8_t, 10> kP256Parameters = {0x06, 0x08, 0x2A, 0x86, 0x48,
                                                          0xCE, 0x3D, 0x03, 0x01, 0x07};
// PKCS#11 3.0 allows the name "edwards25519" as PrintableString and an OBJECT IDENTIFIER; modules
// write the one of RFC 8410 or the older one of the GNU project.
constexpr std::array<std::uint8_t, 14> kEdwardsName = {0x13, 0x0C, 'e', 'd', 'w', 'a', 'r',
                                                       'd',  's',  '2', '5', '5', '1', '9'};
constexpr std::array<std::uint8_t, 5> kEdwardsOid = {0x06, 0x03, 0x2B, 0x65, 0x70};
constexpr std::array<std::uint8_t, 11> kEdwardsGnuOid = {0x06, 0x09, 0x2B, 0x06, 0x01, 0x04,
                                                         0x01, 0xDA, 0x47, 0x0F, 0x01};

using Template = std::vector<CK_ATTRIBUTE>;

void add(Template& wanted, CK_ATTRIBUTE_TYPE type, Bytes& value) {
  if (!value.empty()) {
    wanted.push_back({type, value.data(), static_cast<CK_ULONG>(value.size())});
  }
}

// At most two: one is wanted, and a second must be told apart from none.
ProviderResult<std::vector<CK_OBJECT_HANDLE>> search(const Cryptoki::Use& use,
                                                     CK_SESSION_HANDLE session, Template wanted) {
  CK_RV status = use->C_FindObjectsInit(session, wanted.data(), wanted.size());
  if (status != CKR_OK) {
    return cryptoki_failure("C_FindObjectsInit", status);
  }
  std::vector<CK_OBJECT_HANDLE> found(2, CK_INVALID_HANDLE);
  CK_ULONG count = 0;
  status = use->C_FindObjects(session, found.data(), found.size(), &count);
  const CK_RV ended = use->C_FindObjectsFinal(session);
  if (status != CKR_OK || ended != CKR_OK) {
    return cryptoki_failure("C_FindObjects", status != CKR_OK ? status : ended);
  }
  found.resize(std::min<std::size_t>(count, found.size()));
  return found;
}

ProviderResult<Bytes> read_attribute(const Cryptoki::Use& use, CK_SESSION_HANDLE session,
                                     CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
  Bytes value(kPkcs11AttributeBytesMax);
  CK_ATTRIBUTE attribute{type, value.data(), static_cast<CK_ULONG>(value.size())};
  const CK_RV status = use->C_GetAttributeValue(session, object, &attribute, 1);
  if (status != CKR_OK) {
    return cryptoki_failure("C_GetAttributeValue", status);
  }
  if (attribute.ulValueLen > value.size()) {
    return wrong("C_GetAttributeValue: an impossible length");
  }
  value.resize(attribute.ulValueLen);
  return value;
}

std::optional<SignatureAlgorithm> algorithm_of(ByteView parameters) {
  if (equal(parameters, kP256Parameters)) {
    return SignatureAlgorithm::EcdsaP256Sha256;
  }
  if (equal(parameters, kEdwardsName) || equal(parameters, kEdwardsOid) ||
      equal(parameters, kEdwardsGnuOid)) {
    return SignatureAlgorithm::Ed25519;
  }
  return std::nullopt;
}

// The public key object with the private key's id, or without an id, with its label; where there is
// none, the private key object itself, which some modules let tell its point.
ProviderResult<CK_OBJECT_HANDLE> public_half(const Cryptoki::Use& use, const TokenSession& session,
                                             const Pkcs11Uri& uri) {
  const auto read_id = read_attribute(use, session.handle(), session.signing, CKA_ID);
  Bytes id = read_id ? *read_id : Bytes();
  Bytes label = id.empty() ? uri.label() : Bytes();
  CK_OBJECT_CLASS object_class = CKO_PUBLIC_KEY;
  Template wanted{{CKA_CLASS, &object_class, sizeof object_class}};
  add(wanted, CKA_ID, id);
  add(wanted, CKA_LABEL, label);
  const auto found = search(use, session.handle(), wanted);
  if (found.has_error()) {
    return found.error();
  }
  return found->empty() ? session.signing : found->front();
}

}  // namespace

ProviderResult<CK_OBJECT_HANDLE> find_object(const Cryptoki::Use& use, CK_SESSION_HANDLE session,
                                             CK_OBJECT_CLASS object_class, const Pkcs11Uri& uri) {
  Bytes label = uri.label();
  Bytes id = uri.id();
  Template wanted{{CKA_CLASS, &object_class, sizeof object_class}};
  add(wanted, CKA_LABEL, label);
  add(wanted, CKA_ID, id);
  const auto found = search(use, session, wanted);
  if (found.has_error()) {
    return found.error();
  }
  if (found->size() == 1) {
    return found->front();
  }
  const std::string kind = object_class == CKO_PRIVATE_KEY ? "private key" : "secret key";
  return refused(found->empty()
                     ? "the token holds no " + kind + " " + uri.text()
                     : "several " + kind + "s are named by " + uri.text() + ": add id=%NN");
}

ProviderResult<PublicKey> read_public_key(const Cryptoki::Use& use, const TokenSession& session,
                                          const Pkcs11Uri& uri) {
  const auto object = public_half(use, session, uri);
  if (object.has_error()) {
    return object.error();
  }
  const auto parameters = read_attribute(use, session.handle(), *object, CKA_EC_PARAMS);
  const auto point = read_attribute(use, session.handle(), *object, CKA_EC_POINT);
  if (parameters.has_error() || point.has_error()) {
    const auto& cause = parameters.has_error() ? parameters.error() : point.error();
    return refused("the token holds no public key beside the private key " + uri.text() + " (" +
                   cause.reason + ")");
  }
  const auto algorithm = algorithm_of(*parameters);
  if (!algorithm) {
    return refused(uri.text() + " is neither a P-256 nor an Ed25519 key");
  }
  auto key = public_key_from_ec_point(*algorithm, *point);
  if (!key) {
    return wrong("the token's public key of " + uri.text() + " is malformed");
  }
  return *std::move(key);
}

}  // namespace vitalstream::crypto::provider
