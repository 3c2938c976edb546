#include "crypto/provider/pkcs11/cryptoki_error.hpp"

#include <gtest/gtest.h>
#include <p11-kit/pkcs11.h>

namespace vitalstream::crypto::provider {
namespace {

TEST(CryptokiError, PolicyAndMistakesAreRefused) {
  for (const CryptokiStatus status :
       {CKR_PIN_INCORRECT, CKR_PIN_LOCKED, CKR_PIN_EXPIRED, CKR_KEY_FUNCTION_NOT_PERMITTED,
        CKR_MECHANISM_INVALID, CKR_FUNCTION_NOT_SUPPORTED, CKR_USER_PIN_NOT_INITIALIZED}) {
    EXPECT_EQ(cryptoki_failure("C_Sign", status).error, ProviderError::Refused) << status;
  }
}

TEST(CryptokiError, AnswersThatCannotBeRightAreWrong) {
  for (const CryptokiStatus status : {CKR_BUFFER_TOO_SMALL, CKR_ENCRYPTED_DATA_INVALID,
                                      CKR_ENCRYPTED_DATA_LEN_RANGE, CKR_WRAPPED_KEY_INVALID}) {
    EXPECT_EQ(cryptoki_failure("C_Decrypt", status).error, ProviderError::Wrong) << status;
  }
}

TEST(CryptokiError, EverythingElseIsUnavailableVendorsOwnWordsIncluded) {
  for (const CryptokiStatus status :
       {CKR_DEVICE_ERROR, CKR_SESSION_HANDLE_INVALID, CKR_GENERAL_ERROR, CKR_TOKEN_NOT_PRESENT,
        CKR_VENDOR_DEFINED + 17}) {
    EXPECT_EQ(cryptoki_failure("C_Sign", status).error, ProviderError::Unavailable) << status;
  }
}

TEST(CryptokiError, TheReasonNamesTheCallAndTheNumber) {
  const std::string reason = cryptoki_failure("C_Sign", CKR_DEVICE_REMOVED).reason;
  EXPECT_TRUE(reason.starts_with("C_Sign: ")) << reason;
  EXPECT_TRUE(reason.ends_with("(0x32)")) << reason;
}

}  // namespace
}  // namespace vitalstream::crypto::provider
