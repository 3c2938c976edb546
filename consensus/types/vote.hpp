#pragma once
// Votes and what they sign (consensus/core/README.md "Words"). A vote's bytes bind the genesis
// hash, so that a second network under the same name cannot replay them.

#include <cstdint>

#include "base/bytes.hpp"
#include "consensus/types/ids.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::consensus {

enum class VoteKind : std::uint8_t { Notarize = 1, Nullify = 2, Finalize = 3 };

// What is voted on. For Nullify, parent_view and block are zero and are not signed.
struct VoteSubject {
  VoteKind kind = VoteKind::Nullify;
  Epoch epoch;
  View view;
  View parent_view;
  BlockDigest block;
  friend bool operator==(const VoteSubject&, const VoteSubject&) = default;
  friend auto operator<=>(const VoteSubject&, const VoteSubject&) = default;
};

struct Vote {
  VoteSubject subject;
  ValidatorIndex signer;
  crypto::Signature signature;
  friend bool operator==(const Vote&, const Vote&) = default;
};

[[nodiscard]] VoteSubject make_notarize(Epoch epoch, View view, View parent,
                                        const BlockDigest& block);
[[nodiscard]] VoteSubject make_nullify(Epoch epoch, View view);
// The finalize subject for what a notarize subject or certificate names.
[[nodiscard]] VoteSubject make_finalize(const VoteSubject& notarized);

// "vitalstream/vote/v1" | genesis hash | kind | epoch | view [| parent view | block digest].
[[nodiscard]] Bytes signing_bytes(const GenesisHash& genesis, const VoteSubject& subject);

}  // namespace vitalstream::consensus
