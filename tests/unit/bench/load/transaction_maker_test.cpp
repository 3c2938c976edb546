#include "bench/load/transaction_maker.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>

#include "base/base64url.hpp"
#include "base/hex.hpp"
#include "crypto/verify.hpp"
#include "ledger/types/transaction.hpp"

namespace vitalstream::bench {
namespace {

std::vector<ClientKey> some_keys(std::uint8_t count) {
  std::vector<ClientKey> keys;
  for (std::uint8_t i = 0; i < count; ++i) {
    auto key = crypto::SigningKey::from_secret(crypto::SignatureAlgorithm::Ed25519,
                                               Bytes(32, static_cast<std::uint8_t>(i + 1)));
    const crypto::JwsHeader header{crypto::SignatureAlgorithm::Ed25519,
                                   crypto::thumbprint(key->public_key())};
    keys.push_back({std::move(*key), to_base64url(as_bytes(crypto::to_jws_header(header)))});
  }
  return keys;
}

TransactionMaker some_maker() {
  return {{.chain = "consortium-1",
           .run = "00112233aabbccdd",
           .exp = 1'790'000'000,
           .per_second = 10,
           .mode = "committed"},
          some_keys(3),
          random_records(256, 1)};
}

TEST(TransactionMaker, TheLedgerReadsWhatItMakes) {
  const TransactionMaker maker = some_maker();
  const SignedRecord record = maker.sign(4);
  const auto read = ledger::OwnedTransaction::parse(maker.compact(4, record));
  ASSERT_TRUE(read);
  const ledger::Transaction& transaction = **read;
  EXPECT_EQ(transaction.id, maker.id_of(4, record));
  EXPECT_EQ(transaction.chain, "consortium-1");
  EXPECT_EQ(transaction.op, "record.put");
  ASSERT_TRUE(std::holds_alternative<ledger::RecordPut>(transaction.operation));
  ASSERT_EQ(transaction.attachments.size(), 1U);
  EXPECT_EQ(transaction.attachments[0].content_bytes, 256U);
  EXPECT_EQ(transaction.attachments[0].commitment, record.commitment);
}

TEST(TransactionMaker, SignaturesVerify) {
  const auto keys = some_keys(3);
  const TransactionMaker maker = some_maker();
  const auto read = ledger::OwnedTransaction::parse(maker.compact(5, maker.sign(5)));
  ASSERT_TRUE(read);
  const crypto::PublicKey key = keys[5 % 3].key.public_key();
  EXPECT_EQ((*read)->key_id, crypto::thumbprint(key));
  EXPECT_TRUE(crypto::verify(key, as_bytes((*read)->signing_input), (*read)->envelope.signature));
}

TEST(TransactionMaker, WhatIsSentLaterExpiresLater) {
  const TransactionMaker maker = some_maker();
  for (const auto& [number, exp] : {std::pair{9U, 1'790'000'000}, std::pair{35U, 1'790'000'003}}) {
    const auto read = ledger::OwnedTransaction::parse(maker.compact(number, maker.sign(number)));
    ASSERT_TRUE(read);
    EXPECT_EQ((*read)->exp, ledger::UnixSeconds{exp});
  }
}

TEST(TransactionMaker, ARecordOf256BytesMakesAnEnvelopeOfAbout600) {
  const TransactionMaker maker = some_maker();
  EXPECT_NEAR(static_cast<double>(maker.compact(1, maker.sign(1)).size()), 600, 40);
}

TEST(TransactionMaker, ManyThreadsSignTheSameDistinctTransactions) {
  const TransactionMaker maker = some_maker();
  const auto records = maker.sign_all(50, 3);
  std::set<ledger::TxId> ids;
  for (std::uint64_t i = 0; i < records.size(); ++i) {
    EXPECT_EQ(records[i].signature, maker.sign(i).signature);
    ids.insert(maker.id_of(i, records[i]));
  }
  EXPECT_EQ(ids.size(), 50U);
}

TEST(TransactionMaker, TheRequestCarriesTheAttachmentThatWasCommittedTo) {
  const TransactionMaker maker = some_maker();
  const SignedRecord record = maker.sign(9);
  std::string text;
  maker.append_submit(text, 9, record);
  const auto request = boost::json::parse(text).as_object();
  EXPECT_EQ(request.at("id").as_int64(), 9);
  const auto& params = request.at("params").as_object();
  EXPECT_EQ(params.at("tx").as_string(), maker.compact(9, record));
  const auto& sent = params.at("attachments").as_array().at(0).as_object();
  const auto content = from_base64url(std::string_view(sent.at("content").as_string()));
  ASSERT_TRUE(content);
  EXPECT_EQ(ledger::commitment_of(record.salt, *content), record.commitment);
}

}  // namespace
}  // namespace vitalstream::bench
