#pragma once
// Limits of the command line's own files, in bytes. What is larger is refused before it is read.

#include <cstddef>

#include "ledger/types/limits.hpp"

namespace vitalstream::cli {

// `data` of a transaction, with as many blanks as somebody likes.
inline constexpr std::size_t kDataFileBytesMax = 16 * ledger::kPayloadBytesMax;
// A JWS and line ends behind it.
inline constexpr std::size_t kJwsFileBytesMax = ledger::kCompactJwsBytesMax + 16;
// The contents of one transaction in base64url, each with its salt, in JSON.
inline constexpr std::size_t kAttachmentsFileBytesMax =
    2 * ledger::kAttachmentContentBytesMax + ledger::kAttachmentsMax * 1024;
// A private JWK, or the list of them that `testnet` writes.
inline constexpr std::size_t kKeyFileBytesMax = 1024 * 1024;
inline constexpr std::size_t kCertificateFileBytesMax = 1024 * 1024;

}  // namespace vitalstream::cli
