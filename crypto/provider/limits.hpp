#pragma once
// Limits of the key providers, with units.

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace vitalstream::crypto::provider {

// What a provider is asked to sign: no vote, block or certificate comes near it, and AWS takes no
// more (README.md).
inline constexpr std::size_t kSignedMessageBytesMax = 4096;
// What it is asked to wrap: a data key, not data.
inline constexpr std::size_t kWrappedKeyBytesMax = 64;
// What a provider may answer as a wrapped key.
inline constexpr std::size_t kWrappedBlobBytesMax = 4096;

// How long opening a provider at start may take, and then its probe.
inline constexpr std::chrono::seconds kOpenTimeout{30};
inline constexpr std::chrono::seconds kProbeTimeout{30};
inline constexpr std::size_t kProbeNonceBytes = 32;

// No provider has a good reason to ask for more patience.
inline constexpr std::chrono::milliseconds kRetryAfterMax{60'000};

// A file that holds a secret is read up to this size; more is surely not a passphrase.
inline constexpr std::size_t kSecretBytesMax = 64 * 1024;

// PKCS#11. A token's certificate store may be large; what is read of a key is not.
inline constexpr std::size_t kPkcs11UriBytesMax = 1024;
inline constexpr std::size_t kPkcs11SlotsMax = 256;
inline constexpr std::size_t kPkcs11AttributeBytesMax = 256;
inline constexpr std::size_t kPkcs11SessionsMax = 64;
// How long closing a session waits for a module that is being restarted.
inline constexpr std::chrono::seconds kPkcs11CloseTimeout{2};

// Calls that nobody can interrupt: how long after its deadline one may still say why it failed, and
// how long the end waits for those that run.
inline constexpr std::chrono::milliseconds kDetachedGrace{100};
inline constexpr std::chrono::seconds kDetachedCloseTimeout{2};

// HTTP. The largest answer that is used is some 20 KiB: an identity's policies at a Vault login.
inline constexpr std::size_t kHttpBodyBytesMax = 64 * 1024;
inline constexpr std::size_t kHttpHeaderBytesMax = 32 * 1024;
inline constexpr std::chrono::seconds kHttpTimeoutMax{60};

// Vault. A service token has 95 characters, a batch token some hundreds.
inline constexpr std::size_t kVaultTokenBytesMax = 8 * 1024;
inline constexpr std::size_t kVaultErrorCharsMax = 200;
inline constexpr std::uint64_t kVaultLeaseSecondsMax = 10ULL * 365 * 24 * 3600;
// Between attempts to renew a token that is still good.
inline constexpr std::chrono::seconds kVaultRefreshPause{5};
// After a login that did not help.
inline constexpr std::chrono::seconds kVaultLoginPause{5};

// AWS.
inline constexpr std::size_t kAwsTokenBytesMax = 8 * 1024;
inline constexpr std::size_t kAwsErrorCharsMax = 200;
// Credentials are fetched anew this long before they end, and not more often than this.
inline constexpr std::chrono::minutes kAwsRenewBefore{5};
inline constexpr std::chrono::seconds kAwsFetchPause{10};
// AWS accepts signatures that are up to five minutes off.
inline constexpr std::chrono::seconds kAwsSkewMin{60};

// Azure. A token of Entra has some 1.5 KiB, more where it lists groups.
inline constexpr std::size_t kAzureTokenBytesMax = 16 * 1024;
inline constexpr std::size_t kAzureErrorCharsMax = 240;
inline constexpr std::size_t kAzureChallengeBytesMax = 4096;
inline constexpr std::uint64_t kAzureTokenSecondsMax = 7ULL * 24 * 3600;
// Tokens are fetched anew this long before they end, and not more often than this.
inline constexpr std::chrono::minutes kAzureRenewBefore{5};
inline constexpr std::chrono::seconds kAzureFetchPause{10};

inline constexpr std::size_t kKeyFileBytesMax = 4096;
inline constexpr std::size_t kPassphraseBytesMax = 1024;

// Argon2id for new key files: the second recommendation of RFC 9106 section 4 (64 MiB, 3 passes),
// with the one lane that libsodium has; some 0.15 s, once at start.
inline constexpr std::uint64_t kArgonPasses = 3;
inline constexpr std::uint64_t kArgonMemoryKib = 64 * 1024;
// A file that asks for more would only stall the start.
inline constexpr std::uint64_t kArgonPassesMax = 64;
inline constexpr std::uint64_t kArgonMemoryKibMax = 1024 * 1024;
inline constexpr std::size_t kArgonSaltBytes = 16;
static_assert(kArgonPasses <= kArgonPassesMax && kArgonMemoryKib <= kArgonMemoryKibMax);

inline constexpr std::size_t kSecretBoxKeyBytes = 32;

}  // namespace vitalstream::crypto::provider
