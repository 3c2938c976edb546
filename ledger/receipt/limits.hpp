#pragma once
// Limits of receipts, with units.

#include <cstddef>

#include "ledger/genesis/limits.hpp"

namespace vitalstream::ledger {

// From the block of the transaction to the final block that commits to its result. A network whose
// execution lags makes one empty block per Delta until it has caught up (E3).
inline constexpr std::size_t kReceiptHeadersMax = 1'024;
// So many headers more than it needs may a receipt have, so that it ends with a sealed one.
inline constexpr std::size_t kReceiptSealHeadersMax = 64;
// Audit paths: a log of 2^64 leaves has no longer ones.
inline constexpr std::size_t kReceiptPathMax = 64;
inline constexpr std::size_t kReceiptDepthMax = 6;
// The genesis document in base64url, and everything else.
inline constexpr std::size_t kReceiptBytesMax = kGenesisBytesMax / 3 * 4 + 4 * 1024 * 1024;

}  // namespace vitalstream::ledger
