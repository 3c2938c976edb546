#include "crypto/provider/pkcs11/cryptoki_error.hpp"

#include <p11-kit/p11-kit.h>
#include <p11-kit/pkcs11.h>

#include <array>
#include <charconv>

namespace vitalstream::crypto::provider {
namespace {

ProviderError meaning_of(CryptokiStatus status) {
  switch (status) {
    case CKR_ACTION_PROHIBITED:
    case CKR_ARGUMENTS_BAD:
    case CKR_ATTRIBUTE_READ_ONLY:
    case CKR_ATTRIBUTE_SENSITIVE:
    case CKR_ATTRIBUTE_TYPE_INVALID:
    case CKR_ATTRIBUTE_VALUE_INVALID:
    case CKR_DATA_INVALID:
    case CKR_DATA_LEN_RANGE:
    case CKR_DOMAIN_PARAMS_INVALID:
    case CKR_FUNCTION_NOT_SUPPORTED:
    case CKR_KEY_FUNCTION_NOT_PERMITTED:
    case CKR_KEY_NOT_WRAPPABLE:
    case CKR_KEY_SIZE_RANGE:
    case CKR_KEY_TYPE_INCONSISTENT:
    case CKR_KEY_UNEXTRACTABLE:
    case CKR_MECHANISM_INVALID:
    case CKR_MECHANISM_PARAM_INVALID:
    case CKR_PIN_EXPIRED:
    case CKR_PIN_INCORRECT:
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE:
    case CKR_PIN_LOCKED:
    case CKR_TEMPLATE_INCOMPLETE:
    case CKR_TEMPLATE_INCONSISTENT:
    case CKR_UNWRAPPING_KEY_SIZE_RANGE:
    case CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT:
    case CKR_USER_ANOTHER_ALREADY_LOGGED_IN:
    case CKR_USER_PIN_NOT_INITIALIZED:
    case CKR_USER_TYPE_INVALID:
    case CKR_WRAPPING_KEY_SIZE_RANGE:
    case CKR_WRAPPING_KEY_TYPE_INCONSISTENT:
      return ProviderError::Refused;
    case CKR_BUFFER_TOO_SMALL:
    case CKR_ENCRYPTED_DATA_INVALID:
    case CKR_ENCRYPTED_DATA_LEN_RANGE:
    case CKR_SIGNATURE_INVALID:
    case CKR_SIGNATURE_LEN_RANGE:
    case CKR_WRAPPED_KEY_INVALID:
    case CKR_WRAPPED_KEY_LEN_RANGE:
      return ProviderError::Wrong;
    default:
      return ProviderError::Unavailable;
  }
}

std::string hex_of(CryptokiStatus status) {
  std::array<char, 2 * sizeof status> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), status, 16).ptr;
  return "0x" + std::string(digits.data(), end);
}

}  // namespace

ProviderFailure cryptoki_failure(std::string_view call, CryptokiStatus status) {
  return {meaning_of(status),
          std::string(call) + ": " + p11_kit_strerror(status) + " (" + hex_of(status) + ")"};
}

}  // namespace vitalstream::crypto::provider
