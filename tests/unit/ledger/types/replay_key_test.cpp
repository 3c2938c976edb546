#include "ledger/types/replay_key.hpp"

#include <gtest/gtest.h>

#include "crypto/sha256.hpp"
#include "support/transaction_builder.hpp"

namespace vitalstream::ledger {
namespace {

TEST(ReplayKey, IsTheHeadOfTheHashOfKeyAndJti) {
  const KeyId key = testing::a_key(1).id;
  const TxId id{crypto::sha256(as_bytes("tx"))};
  const ReplayKey replay = make_replay_key(key, "jti-1", id);
  Bytes preimage = to_bytes(key.view());
  append(preimage, as_bytes("jti-1"));
  const Hash32 hash = crypto::sha256(preimage);
  EXPECT_TRUE(std::equal(replay.key_and_jti.begin(), replay.key_and_jti.end(), hash.begin()));
  EXPECT_TRUE(std::equal(replay.transaction.begin(), replay.transaction.end(), id.value().begin()));
}

TEST(ReplayKey, TellsKeysAndJtisApart) {
  const TxId id;
  const KeyId one = testing::a_key(1).id;
  const KeyId two = testing::a_key(2).id;
  EXPECT_NE(make_replay_key(one, "a", id).key_and_jti, make_replay_key(two, "a", id).key_and_jti);
  EXPECT_NE(make_replay_key(one, "a", id).key_and_jti, make_replay_key(one, "b", id).key_and_jti);
}

}  // namespace
}  // namespace vitalstream::ledger
