#pragma once
// What names things on the ledger, each a type of its own.

#include <cstdint>

#include "base/chain.hpp"
#include "base/digest.hpp"
#include "base/strong.hpp"
#include "base/time.hpp"
#include "crypto/jwk.hpp"
#include "crypto/rfc6962.hpp"

namespace vitalstream::ledger {

// SHA-256 of the JWS signing input: the signature is not part of a transaction's name.
using TxId = Digest<struct TxIdTag>;
// RFC 7638 thumbprint of a member's public key: the JWS header's `kid`.
using KeyId = crypto::KeyThumbprint;
// RFC 6962 hash of a leaf of the ledger's log: SHA-256(0x00 || compact JWS).
using LeafHash = Digest<struct LeafHashTag>;
// SHA-256(salt || content).
using Commitment = Digest<struct CommitmentTag>;
// SHA-256 of content that is kept elsewhere.
using ExternalHash = Digest<struct ExternalHashTag>;

// The height of a block, and the position of a transaction in it, both as consensus counts them.
using BlockHeight = Strong<struct BlockHeightTag, std::uint64_t>;
using BlockIndex = Strong<struct BlockIndexTag, std::uint32_t>;
// The position of a transaction in the ledger-wide log.
using LeafIndex = crypto::LeafIndex;

// Seconds since 1970-01-01 UTC, as JWT's `exp` counts them.
using UnixSeconds = Strong<struct UnixSecondsTag, std::int64_t>;

// True while block time lies before `end`.
[[nodiscard]] constexpr bool is_before(UnixMs time, UnixSeconds end) {
  return time.value() < end.value() * 1000;
}

// Roots and digests of execution (docs/receipt.md).
using ResultsRoot = Digest<struct ResultsRootTag>;
using DeltaDigest = Digest<struct DeltaDigestTag>;
using StateRoot = Digest<struct StateRootTag>;

}  // namespace vitalstream::ledger
