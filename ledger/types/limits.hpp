#pragma once
// Limits of the ledger's data, each with its unit. What lies beyond is refused when it is decoded.

#include <cstddef>
#include <cstdint>

#include "crypto/limits.hpp"
#include "json/limits.hpp"

namespace vitalstream::ledger {

// One transaction (docs/transactions.md).
inline constexpr std::size_t kCompactJwsBytesMax = 24 * 1024;
inline constexpr std::size_t kPayloadBytesMax = 16 * 1024;
inline constexpr std::size_t kHeaderBytesMax = crypto::kJwsHeaderBytesMax;
inline constexpr std::size_t kSignatureBytesMax = 4'096;
inline constexpr std::size_t kPublicKeyBytesMax = 2'048;
inline constexpr std::size_t kJtiCharsMax = 64;
inline constexpr std::size_t kOpCharsMax = 64;
// Collections, record ids, subjects, sources, actors, grantees, purposes, scopes, ...
inline constexpr std::size_t kIdentifierCharsMax = 128;
inline constexpr std::size_t kMediaTypeCharsMax = 128;
inline constexpr std::size_t kScopesMax = 16;
// `exp` counts seconds and block time milliseconds: the comparison must not overflow.
static_assert(kJsonIntegerMax <= INT64_MAX / 1000);

// Attachments of one transaction.
inline constexpr std::size_t kAttachmentsMax = 16;
inline constexpr std::size_t kAttachmentContentBytesMax = 1024 * 1024;  // all of one transaction
inline constexpr std::size_t kSaltBytes = 32;

// One batch.
inline constexpr std::size_t kBatchItemsMax = 4'096;
inline constexpr std::size_t kBatchBodyBytesMax = 256 * 1024 + 32 * 1024;
inline constexpr std::size_t kBatchAttachmentBytesMax = 2 * 1024 * 1024;
static_assert(kPayloadBytesMax + kHeaderBytesMax + kSignatureBytesMax + kPublicKeyBytesMax <
              kBatchBodyBytesMax);
static_assert(kAttachmentContentBytesMax < kBatchAttachmentBytesMax);

// One block: far more than 4 MiB of envelopes can hold.
inline constexpr std::size_t kBlockTransactionsMax = 65'536;

// Identifiers are stored behind a length of one byte.
static_assert(kIdentifierCharsMax <= UINT8_MAX && kMediaTypeCharsMax <= UINT8_MAX &&
              kJtiCharsMax <= UINT8_MAX);

// What genesis may name.
inline constexpr std::size_t kMembersMax = 100'000;
inline constexpr std::size_t kOrganisationsMax = 1'000;

}  // namespace vitalstream::ledger
