#pragma once
// ReplayKey: what the replay window remembers a transaction by: its key and jti, and its id, each
// cut to 14 bytes so that an entry with its expiry fills half a cache line. Against a stranger's
// entry a second preimage of 112 bits would be needed; a collision within one key's own
// transactions harms only their signer.

#include <array>
#include <cstdint>
#include <string_view>

#include "ledger/types/ids.hpp"

namespace vitalstream::ledger {

inline constexpr std::size_t kReplayTagBytes = 14;

struct ReplayKey {
  std::array<std::uint8_t, kReplayTagBytes> key_and_jti{};
  std::array<std::uint8_t, kReplayTagBytes> transaction{};
  friend bool operator==(const ReplayKey&, const ReplayKey&) = default;
};

// The first 14 bytes of SHA-256(key id | jti), and of the transaction id.
[[nodiscard]] ReplayKey make_replay_key(const KeyId& key_id, std::string_view jti, const TxId& id);

}  // namespace vitalstream::ledger
