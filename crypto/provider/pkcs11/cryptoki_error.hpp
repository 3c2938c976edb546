#pragma once
// What a return value of Cryptoki means to us. A module's word for "somebody pulled the token" is
// one of a dozen, and every module chooses another: whatever is not clearly a refusal or clearly
// wrong is unavailable, and a new session is tried. Pure; any thread.

#include <string_view>

#include "crypto/provider/provider_result.hpp"

namespace vitalstream::crypto::provider {

// CK_RV, whose header stays out of ours.
using CryptokiStatus = unsigned long;

// `status` is not CKR_OK. The reason reads "C_Sign: The device was removed (0x32)".
[[nodiscard]] ProviderFailure cryptoki_failure(std::string_view call, CryptokiStatus status);

}  // namespace vitalstream::crypto::provider
