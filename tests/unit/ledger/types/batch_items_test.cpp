#include "ledger/types/batch_items.hpp"

#include <gtest/gtest.h>

#include "ledger/types/batch_body.hpp"
#include "support/transaction_builder.hpp"

namespace vitalstream::ledger {
namespace {

using testing::a_key;
using testing::a_p256_key;
using testing::TransactionBuilder;

// Signers 1, 2, 1, 3; the last has a P-256 key.
Bytes a_body() {
  const std::vector<testing::TestKey> keys{a_key(1), a_key(2), a_key(1), a_p256_key(3)};
  std::vector<OwnedTransaction> transactions;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    transactions.push_back(TransactionBuilder{}.key(keys[i]).jti("j" + std::to_string(i)).build());
  }
  std::vector<BatchItem> items;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    items.push_back(testing::item_of(keys[i], transactions[i]));
  }
  return build_batch_body(items);
}

TEST(BatchItems, SpellEachTransactionAsTheDecoderDoes) {
  const auto body = std::make_shared<const Bytes>(a_body());
  const auto parsed = decode_batch_body(body);
  const auto items = BatchItems::find(*body);
  ASSERT_TRUE(parsed.has_value());
  ASSERT_TRUE(items.has_value());
  ASSERT_EQ(items->size(), parsed->transactions().size());
  for (std::size_t i = 0; i < items->size(); ++i) {
    EXPECT_EQ(items->compact(i), parsed->transactions()[i].compact);
  }
}

TEST(BatchItems, AreNotFoundInWhatIsCutOrLonger) {
  const Bytes body = a_body();
  for (std::size_t length = 0; length < body.size(); ++length) {
    EXPECT_FALSE(BatchItems::find(ByteView(body).first(length)).has_value()) << length;
  }
  Bytes longer = body;
  longer.push_back(0);
  EXPECT_FALSE(BatchItems::find(longer).has_value());
}

TEST(BatchItems, AreNotFoundInAnotherVersionOrBySignersThatThereAreNot) {
  Bytes other = a_body();
  other[0] = 2;
  EXPECT_FALSE(BatchItems::find(other).has_value());
  // No signers, one item of the first.
  EXPECT_FALSE(BatchItems::find(Bytes{1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0}).has_value());
}

}  // namespace
}  // namespace vitalstream::ledger
