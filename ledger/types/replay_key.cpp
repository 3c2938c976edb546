#include "ledger/types/replay_key.hpp"

#include <algorithm>

#include "crypto/sha256.hpp"

namespace vitalstream::ledger {

ReplayKey make_replay_key(const KeyId& key_id, std::string_view jti, const TxId& id) {
  const Hash32 key_and_jti = crypto::sha256({key_id.view(), as_bytes(jti)});
  ReplayKey key;
  std::copy_n(key_and_jti.begin(), kReplayTagBytes, key.key_and_jti.begin());
  std::copy_n(id.value().begin(), kReplayTagBytes, key.transaction.begin());
  return key;
}

}  // namespace vitalstream::ledger
