#include "ledger/types/transaction.hpp"

#include <gtest/gtest.h>

#include "crypto/rfc6962.hpp"
#include "crypto/sha256.hpp"
#include "ledger/types/limits.hpp"
#include "support/transaction_builder.hpp"

namespace vitalstream::ledger {
namespace {

using testing::TransactionBuilder;
using Error = TransactionError;

Error error_of(std::string_view compact) {
  const auto parsed = OwnedTransaction::parse(compact);
  EXPECT_FALSE(parsed.has_value());
  return parsed ? Error::PayloadOp : parsed.error();
}

TEST(Transaction, IsNamedByItsSigningInputAndLoggedByItsCompactForm) {
  const std::string compact = TransactionBuilder{}.compact();
  const auto parsed = OwnedTransaction::parse(compact);
  ASSERT_TRUE(parsed.has_value());
  const Transaction& transaction = **parsed;
  const std::string signing_input = compact.substr(0, compact.rfind('.'));
  EXPECT_EQ(transaction.id.value(), crypto::sha256(as_bytes(signing_input)));
  EXPECT_EQ(transaction.leaf.value(), crypto::leaf_hash(as_bytes(compact)));
  EXPECT_EQ(transaction.compact, compact);
  EXPECT_EQ(transaction.signing_input, signing_input);
  EXPECT_EQ(transaction.key_id, testing::a_key(1).id);
  EXPECT_EQ(transaction.replay_key,
            make_replay_key(transaction.key_id, transaction.jti, transaction.id));
}

TEST(Transaction, HasTheSameIdUnderAnotherSignature) {
  const auto one = TransactionBuilder{}.signature(Bytes(64, 1)).build();
  const auto two = TransactionBuilder{}.signature(Bytes(64, 2)).build();
  EXPECT_EQ(one->id, two->id);
  EXPECT_NE(one->leaf, two->leaf);
}

TEST(Transaction, SurvivesBeingMoved) {
  auto first = TransactionBuilder{}.jti("moved\\/1").build();
  const OwnedTransaction second = std::move(first);
  std::vector<OwnedTransaction> many;
  for (int i = 0; i < 20; ++i) {
    many.push_back(TransactionBuilder{}.jti("j" + std::to_string(i)).build());
  }
  EXPECT_EQ(second->jti, "moved/1");
  EXPECT_EQ(second->chain, "test-chain");
  EXPECT_EQ(many[3]->jti, "j3");
  EXPECT_EQ(std::get<RecordPut>(many[3]->operation).collection, "observations");
}

TEST(Transaction, RefusesACompactFormThatIsTooLargeOrMalformed) {
  EXPECT_EQ(error_of(std::string(kCompactJwsBytesMax + 1, 'A')), Error::CompactTooLarge);
  EXPECT_EQ(error_of("AAAA.AAAA"), Error::NotThreeParts);
  EXPECT_EQ(error_of("AAAA.AAAA.AAAA.AAAA"), Error::NotThreeParts);
  EXPECT_EQ(error_of("AA=A.AAAA.AAAA"), Error::NotBase64url);
}

TEST(Transaction, RefusesABadHeaderBeforeItLooksAtThePayload) {
  EXPECT_EQ(error_of(TransactionBuilder{}.header("{}").payload("nonsense").compact()),
            Error::HeaderMemberMissing);
}

TEST(Transaction, RefusesAPayloadBeyondItsLimit) {
  const std::string payload = TransactionBuilder{}.payload_text();
  const std::string largest = payload + std::string(kPayloadBytesMax - payload.size(), ' ');
  EXPECT_TRUE(OwnedTransaction::parse(TransactionBuilder{}.payload(largest).compact()).has_value());
  EXPECT_EQ(error_of(TransactionBuilder{}.payload(largest + " ").compact()),
            Error::PayloadTooLarge);
}

TEST(Transaction, RefusesASignatureOfAnotherSize) {
  EXPECT_EQ(error_of(TransactionBuilder{}.signature(Bytes(63, 1)).compact()), Error::SignatureSize);
  EXPECT_EQ(error_of(TransactionBuilder{}.signature({}).compact()), Error::SignatureSize);
}

TEST(Transaction, CarriesWhatIsWrongWithItsDataIntoExecution) {
  const auto unknown = TransactionBuilder{}.op("no.such", "{}").build();
  EXPECT_TRUE(std::holds_alternative<UnknownOperation>(unknown->operation));
  EXPECT_EQ(unknown->op, "no.such");
  const auto invalid = TransactionBuilder{}.op("record.put", R"({"id":7})").build();
  EXPECT_EQ(std::get<InvalidData>(invalid->operation).member, "id");
}

}  // namespace
}  // namespace vitalstream::ledger
