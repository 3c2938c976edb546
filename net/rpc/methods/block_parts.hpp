#pragma once
// What ledger_getBlock and ledger_getHeader say of a block. The node renders the answers itself
// (node/gateway/answers.cpp), since it reads them from its database; its tests hold them against
// this.

#include <array>

#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {

template <std::size_t N, std::size_t M>
[[nodiscard]] constexpr std::array<JsonMember, N + M> joined(
    const std::array<JsonMember, N>& first, const std::array<JsonMember, M>& second) {
  std::array<JsonMember, N + M> all{};
  for (std::size_t i = 0; i < N + M; ++i) {
    all[i] = i < N ? first[i] : second[i - N];
  }
  return all;
}

inline constexpr std::array kSealMembers{
    JsonMember{"validator", &kCountSchema, Presence::Required, "Id of the validator: this one."},
    JsonMember{"height", &kCountSchema, Presence::Required, "The block that is sealed."},
    JsonMember{"executedRoot", &kHex32Schema, Presence::Required,
               "Commits to results and state after that block."},
    JsonMember{"signature", &kBase64UrlSchema, Presence::Required,
               "By the validator's own key (docs/receipt.md, step 9)."}};
inline constexpr JsonSchema kSealSchema = object_of(kSealMembers);

inline constexpr std::array kBlockHeaderMembers{
    JsonMember{"height", &kCountSchema, Presence::Required, "The block's height."},
    JsonMember{"hash", &kHex32Schema, Presence::Required, "The header's digest (docs/receipt.md)."},
    JsonMember{"epoch", &kCountSchema, Presence::Required, "Which validator set."},
    JsonMember{"parent", &kHex32Schema, Presence::Required, "The hash of the block before."},
    JsonMember{"time", &kTimeSchema, Presence::Required, "Block time, Unix milliseconds."},
    JsonMember{"proposer", &kCountSchema, Presence::Required,
               "Id of the validator that built the block."},
    JsonMember{"payload", &kHex32Schema, Presence::Required, "Commits to the batches."},
    JsonMember{"executedHeight", &kCountSchema, Presence::Required,
               "The height whose results executedRoot commits to."},
    JsonMember{"executedRoot", &kHex32Schema, Presence::Required, "Commits to results and state."},
    JsonMember{"treeSize", &kCountSchema, Presence::Required,
               "Leaves of the log, this block's included."},
    JsonMember{"treeRoot", &kHex32Schema, Presence::Required, "Root of the log (RFC 6962)."},
    JsonMember{"seal", &kSealSchema, Presence::Optional,
               "The next seal at or above this height, which covers this block; made where votes "
               "are signed by delegation (docs/keys.md)."}};

}  // namespace vitalstream::net
