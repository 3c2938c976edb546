#include "crypto/provider/pkcs11/token_wrap.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/provider/pkcs11/cryptoki_error.hpp"
#include "crypto/provider/random.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr std::uint8_t kGcmBlob = 1;
constexpr std::uint8_t kKeyWrapBlob = 2;
constexpr std::size_t kIvBytes = 12;
constexpr std::size_t kTagBytes = 16;
// RFC 3394 adds one block of eight bytes.
constexpr std::size_t kKeyWrapAddedBytes = 8;

bool can(const Cryptoki::Use& use, CK_SLOT_ID slot, CK_MECHANISM_TYPE type, CK_FLAGS flags) {
  CK_MECHANISM_INFO info{};
  return use->C_GetMechanismInfo(slot, type, &info) == CKR_OK && (info.flags & flags) == flags;
}

// Cryptoki takes no pointer to const, and does not write through these.
CK_BYTE_PTR input(ByteView bytes) { return const_cast<CK_BYTE_PTR>(bytes.data()); }

CK_GCM_PARAMS gcm_parameters(std::span<std::uint8_t> iv, const Hash32& context) {
  CK_GCM_PARAMS parameters{};
  parameters.iv_ptr = iv.data();
  parameters.iv_len = iv.size();
  parameters.iv_bits = iv.size() * 8;
  parameters.aad_ptr = input(context);
  parameters.aad_len = context.size();
  parameters.tag_bits = kTagBytes * 8;
  return parameters;
}

struct GcmAttempt {
  std::string_view call;
  CK_RV status = CKR_OK;
  CK_ULONG size = 0;
};

// The token may exchange `iv` for one of its own until it is done.
GcmAttempt encrypt_gcm(const Cryptoki::Use& use, const TokenSession& session,
                       const SecretBytes& plaintext, CK_GCM_PARAMS& parameters, Bytes& encrypted) {
  CK_MECHANISM mechanism{CKM_AES_GCM, &parameters, sizeof parameters};
  GcmAttempt attempt{"C_EncryptInit",
                     use->C_EncryptInit(session.handle(), &mechanism, session.wrapping)};
  if (attempt.status == CKR_OK) {
    attempt.call = "C_Encrypt";
    attempt.size = encrypted.size();
    attempt.status = use->C_Encrypt(session.handle(), input(plaintext.view()), plaintext.size(),
                                    encrypted.data(), &attempt.size);
  }
  return attempt;
}

bool is_about_iv(CK_RV status) {
  return status == CKR_MECHANISM_PARAM_INVALID || status == CKR_ARGUMENTS_BAD;
}

// Tokens that trust nobody with IVs (under FIPS 140, AWS CloudHSM) take only zeros, and write the
// one that they have chosen in their place.
ProviderResult<Bytes> wrap_gcm(const Cryptoki::Use& use, const TokenSession& session,
                               const SecretBytes& plaintext, const Hash32& context) {
  const Bytes zeros(kIvBytes);
  Bytes iv = random_bytes(kIvBytes);
  Bytes encrypted(plaintext.size() + kTagBytes);
  CK_GCM_PARAMS parameters = gcm_parameters(iv, context);
  GcmAttempt attempt = encrypt_gcm(use, session, plaintext, parameters, encrypted);
  if (is_about_iv(attempt.status)) {
    iv = zeros;
    parameters = gcm_parameters(iv, context);
    attempt = encrypt_gcm(use, session, plaintext, parameters, encrypted);
  }
  if (attempt.status != CKR_OK) {
    return cryptoki_failure(attempt.call, attempt.status);
  }
  if (attempt.size != encrypted.size()) {
    return wrong("C_Encrypt: an impossible length");
  }
  if (iv == zeros) {
    return wrong("C_Encrypt: the token wants to choose the IV, and has chosen none");
  }
  Bytes blob{kGcmBlob};
  append(blob, iv);
  append(blob, encrypted);
  return blob;
}

// Modules say "general error" both for a forged text and for a token that is gone: in the latter
// case the session tells no more about itself either.
ProviderFailure decryption_failure(const Cryptoki::Use& use, const TokenSession& session,
                                   CK_RV status) {
  CK_SESSION_INFO info{};
  const bool may_be_forged = status == CKR_GENERAL_ERROR || status == CKR_FUNCTION_FAILED;
  if (may_be_forged && use->C_GetSessionInfo(session.handle(), &info) == CKR_OK) {
    return wrong("C_Decrypt: the wrapped key was not made with this key for this context");
  }
  return cryptoki_failure("C_Decrypt", status);
}

ProviderResult<SecretBytes> unwrap_gcm(const Cryptoki::Use& use, const TokenSession& session,
                                       ByteView blob, const Hash32& context) {
  if (blob.size() <= kIvBytes + kTagBytes) {
    return wrong("the wrapped key is too short");
  }
  Bytes iv = to_bytes(blob.first(kIvBytes));
  const ByteView encrypted = blob.subspan(kIvBytes);
  CK_GCM_PARAMS parameters = gcm_parameters(iv, context);
  CK_MECHANISM mechanism{CKM_AES_GCM, &parameters, sizeof parameters};
  CK_RV status = use->C_DecryptInit(session.handle(), &mechanism, session.wrapping);
  if (status != CKR_OK) {
    return cryptoki_failure("C_DecryptInit", status);
  }
  // Some modules want room for the tag as well.
  SecretBytes plaintext(encrypted.size());
  CK_ULONG size = plaintext.size();
  status = use->C_Decrypt(session.handle(), input(encrypted), encrypted.size(),
                          plaintext.writable().data(), &size);
  if (status != CKR_OK) {
    return decryption_failure(use, session, status);
  }
  if (size != encrypted.size() - kTagBytes) {
    return wrong("C_Decrypt: an impossible length");
  }
  return SecretBytes::copy_of(plaintext.view().first(size));
}

// An object of the session, destroyed with it at the latest.
class SessionObject {
 public:
  SessionObject(const Cryptoki::Use& use, const TokenSession& session)
      : use_(use), session_(session) {}
  SessionObject(const SessionObject&) = delete;
  SessionObject& operator=(const SessionObject&) = delete;
  ~SessionObject();

  CK_OBJECT_HANDLE handle = CK_INVALID_HANDLE;

 private:
  const Cryptoki::Use& use_;
  const TokenSession& session_;
};

SessionObject::~SessionObject() {
  if (handle != CK_INVALID_HANDLE) {
    use_->C_DestroyObject(session_.handle(), handle);
  }
}

// What makes the plaintext an object that AES key wrap can be applied to, and read back.
struct PlainObjectTemplate {
  CK_OBJECT_CLASS object_class = CKO_SECRET_KEY;
  CK_KEY_TYPE type = CKK_GENERIC_SECRET;
  CK_BBOOL yes = CK_TRUE;
  CK_BBOOL no = CK_FALSE;

  std::vector<CK_ATTRIBUTE> attributes() {
    return {{CKA_CLASS, &object_class, sizeof object_class},
            {CKA_KEY_TYPE, &type, sizeof type},
            {CKA_TOKEN, &no, sizeof no},
            {CKA_SENSITIVE, &no, sizeof no},
            {CKA_EXTRACTABLE, &yes, sizeof yes}};
  }
};

ProviderResult<Bytes> wrap_rfc3394(const Cryptoki::Use& use, const TokenSession& session,
                                   const SecretBytes& plaintext) {
  PlainObjectTemplate plain;
  auto attributes = plain.attributes();
  attributes.push_back({CKA_VALUE, input(plaintext.view()), plaintext.size()});
  SessionObject object(use, session);
  CK_RV status =
      use->C_CreateObject(session.handle(), attributes.data(), attributes.size(), &object.handle);
  if (status != CKR_OK) {
    return cryptoki_failure("C_CreateObject", status);
  }
  Bytes wrapped(plaintext.size() + kKeyWrapAddedBytes);
  CK_ULONG size = wrapped.size();
  CK_MECHANISM mechanism{CKM_AES_KEY_WRAP, nullptr, 0};
  status = use->C_WrapKey(session.handle(), &mechanism, session.wrapping, object.handle,
                          wrapped.data(), &size);
  if (status != CKR_OK) {
    return cryptoki_failure("C_WrapKey", status);
  }
  if (size != wrapped.size()) {
    return wrong("C_WrapKey: an impossible length");
  }
  Bytes blob{kKeyWrapBlob};
  append(blob, wrapped);
  return blob;
}

ProviderFailure unwrap_failure(const Cryptoki::Use& use, const TokenSession& session,
                               CK_RV status) {
  ProviderFailure failure = decryption_failure(use, session, status);
  failure.reason.replace(0, std::string_view("C_Decrypt").size(), "C_UnwrapKey");
  return failure;
}

ProviderResult<SecretBytes> unwrap_rfc3394(const Cryptoki::Use& use, const TokenSession& session,
                                           ByteView wrapped) {
  PlainObjectTemplate plain;
  auto attributes = plain.attributes();
  CK_MECHANISM mechanism{CKM_AES_KEY_WRAP, nullptr, 0};
  SessionObject object(use, session);
  CK_RV status =
      use->C_UnwrapKey(session.handle(), &mechanism, session.wrapping, input(wrapped),
                       wrapped.size(), attributes.data(), attributes.size(), &object.handle);
  if (status != CKR_OK) {
    return unwrap_failure(use, session, status);
  }
  SecretBytes value(wrapped.size());
  CK_ATTRIBUTE attribute{CKA_VALUE, value.writable().data(), value.size()};
  status = use->C_GetAttributeValue(session.handle(), object.handle, &attribute, 1);
  if (status != CKR_OK) {
    return cryptoki_failure("C_GetAttributeValue", status);
  }
  if (attribute.ulValueLen > value.size()) {
    return wrong("C_GetAttributeValue: an impossible length");
  }
  return SecretBytes::copy_of(value.view().first(attribute.ulValueLen));
}

}  // namespace

ProviderResult<TokenWrapping> choose_wrapping(const Cryptoki::Use& use, CK_SLOT_ID slot,
                                              TokenWrapping wanted) {
  const bool gcm = can(use, slot, CKM_AES_GCM, CKF_ENCRYPT | CKF_DECRYPT);
  const bool key_wrap = can(use, slot, CKM_AES_KEY_WRAP, CKF_WRAP | CKF_UNWRAP);
  if (gcm && wanted != TokenWrapping::AesKeyWrap) {
    return TokenWrapping::AesGcm;
  }
  if (key_wrap && wanted != TokenWrapping::AesGcm) {
    return TokenWrapping::AesKeyWrap;
  }
  return refused("the token cannot wrap keys: it has neither AES-GCM nor AES key wrap as wanted");
}

ProviderResult<Bytes> wrap_in_token(const Cryptoki::Use& use, const TokenSession& session,
                                    TokenWrapping wrapping, const SecretBytes& plaintext,
                                    const Hash32& context) {
  VS_ASSERT(wrapping != TokenWrapping::Automatic);
  return wrapping == TokenWrapping::AesGcm ? wrap_gcm(use, session, plaintext, context)
                                           : wrap_rfc3394(use, session, plaintext);
}

ProviderResult<SecretBytes> unwrap_in_token(const Cryptoki::Use& use, const TokenSession& session,
                                            ByteView blob, const Hash32& context) {
  switch (blob.front()) {
    case kGcmBlob:
      return unwrap_gcm(use, session, blob.subspan(1), context);
    case kKeyWrapBlob:
      return unwrap_rfc3394(use, session, blob.subspan(1));
    default:
      return wrong("the wrapped key is not one of a token");
  }
}

}  // namespace vitalstream::crypto::provider
