#include "ledger/types/batch_body.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "base/byte_writer.hpp"
#include "base/hex.hpp"
#include "ledger/types/limits.hpp"
#include "support/transaction_builder.hpp"

namespace vitalstream::ledger {
namespace {

using testing::a_key;
using testing::a_p256_key;
using testing::item_of;
using testing::TransactionBuilder;
using Code = BatchBodyErrorCode;

Result<ParsedBatch, BatchBodyError> decode(Bytes body) {
  return decode_batch_body(std::make_shared<const Bytes>(std::move(body)));
}

struct Sample {
  std::vector<testing::TestKey> keys;
  std::vector<OwnedTransaction> transactions;
  Bytes body;
};

// Signers 1, 2, 1, 3 with jtis 0 to 3; signer 3 has a P-256 key.
Sample a_sample() {
  Sample sample;
  sample.keys = {a_key(1), a_key(2), a_key(1), a_p256_key(3)};
  std::vector<BatchItem> items;
  for (std::size_t i = 0; i < sample.keys.size(); ++i) {
    sample.transactions.push_back(
        TransactionBuilder{}.key(sample.keys[i]).jti("j" + std::to_string(i)).build());
  }
  for (std::size_t i = 0; i < sample.keys.size(); ++i) {
    items.push_back(item_of(sample.keys[i], sample.transactions[i]));
  }
  sample.body = build_batch_body(items);
  return sample;
}

// The pieces of a body, to be written in a wrong way.
struct Signer {
  std::uint8_t algorithm;
  Bytes key;
  std::string header;
};
struct Item {
  std::uint16_t signer;
  std::string payload;
  Bytes signature;
};

Bytes write_body(std::uint8_t version, const std::vector<Signer>& signers,
                 const std::vector<Item>& items) {
  ByteWriter writer;
  writer.u8(version);
  writer.u16(static_cast<std::uint16_t>(signers.size()));
  for (const Signer& signer : signers) {
    writer.u8(signer.algorithm);
    writer.var16(signer.key);
    writer.var16(as_bytes(signer.header));
  }
  writer.u16(static_cast<std::uint16_t>(items.size()));
  for (const Item& item : items) {
    writer.u16(item.signer);
    writer.var16(as_bytes(item.payload));
    writer.var16(item.signature);
  }
  return writer.take();
}

Signer signer_of(const testing::TestKey& key) {
  return {static_cast<std::uint8_t>(key.key.algorithm), key.key.bytes, testing::header_of(key)};
}

Item an_item(std::uint16_t signer) {
  return {signer, TransactionBuilder{}.payload_text(), Bytes(64, 1)};
}

TEST(BatchBody, GivesBackTheTransactionsInOrder) {
  const Sample sample = a_sample();
  const auto batch = decode(sample.body);
  ASSERT_TRUE(batch.has_value());
  ASSERT_EQ(batch->transactions().size(), sample.transactions.size());
  for (std::size_t i = 0; i < sample.transactions.size(); ++i) {
    const Transaction& parsed = batch->transactions()[i];
    EXPECT_EQ(parsed.id, sample.transactions[i]->id);
    EXPECT_EQ(parsed.leaf, sample.transactions[i]->leaf);
    EXPECT_EQ(parsed.compact, sample.transactions[i]->compact);
    EXPECT_EQ(parsed.jti, "j" + std::to_string(i));
    EXPECT_EQ(batch->signer_of(i).key, sample.keys[i].key);
    EXPECT_EQ(batch->signer_of(i).key_id, sample.keys[i].id);
  }
}

TEST(BatchBody, ListsWhatThePoolMustVerify) {
  const Sample sample = a_sample();
  const auto batch = decode(sample.body);
  ASSERT_TRUE(batch.has_value());
  const auto messages = batch->signed_messages();
  ASSERT_EQ(messages.size(), 4U);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    EXPECT_EQ(*messages[i].key, sample.keys[i].key);
    EXPECT_EQ(as_text(messages[i].message), sample.transactions[i]->signing_input);
    EXPECT_TRUE(equal(messages[i].signature, sample.transactions[i]->envelope.signature));
  }
  EXPECT_EQ(batch->leaf_hashes()[2], sample.transactions[2]->leaf.value());
}

TEST(BatchBody, ViewsSurviveMovingTheBatch) {
  auto batch = decode(a_sample().body);
  ASSERT_TRUE(batch.has_value());
  const auto shared = std::make_shared<const ParsedBatch>(std::move(*batch));
  EXPECT_EQ(shared->transactions()[3].jti, "j3");
  EXPECT_EQ(shared->transactions()[3].compact,
            TransactionBuilder{}.key(a_p256_key(3)).jti("j3").compact());
}

TEST(BatchBody, CarriesEachSignerOnce) {
  const auto transaction = TransactionBuilder{}.build();
  const auto key = a_key(1);
  const std::vector<BatchItem> one(1, item_of(key, transaction));
  const std::vector<BatchItem> ten(10, item_of(key, transaction));
  const std::size_t item = build_batch_body(ten).size() - build_batch_body(one).size();
  EXPECT_EQ(item, 9 * (2 + 2 + transaction->envelope.payload.size() + 2 + 64));
  EXPECT_LE(build_batch_body(one).size(), kBatchBodyOverheadBytes + batch_item_bytes(one[0]));
}

TEST(BatchBody, HasItsGoldenBytes) {
  std::ifstream golden(VS_SOURCE_DIR "/tests/golden/ledger/batch_body.hex");
  std::string expected;
  for (std::string line; std::getline(golden, line);) {
    expected += line;
  }
  EXPECT_EQ(to_hex(a_sample().body), expected);
}

TEST(BatchBody, EachRefusalHasItsOwnError) {
  const Signer one = signer_of(a_key(1));
  const Signer two = signer_of(a_key(2));
  EXPECT_EQ(decode(Bytes(kBatchBodyBytesMax + 1)).error().code, Code::TooLarge);
  EXPECT_EQ(decode({}).error().code, Code::UnknownVersion);
  EXPECT_EQ(decode(write_body(2, {one}, {an_item(0)})).error().code, Code::UnknownVersion);
  EXPECT_EQ(decode(write_body(1, {}, {})).error().code, Code::NoItems);
  EXPECT_EQ(decode(write_body(1, {one}, {})).error().code, Code::NoItems);
  EXPECT_EQ(decode(write_body(1, {one}, {an_item(1)})).error().code, Code::SignerOrder);
  EXPECT_EQ(decode(write_body(1, {one, two}, {an_item(1), an_item(0)})).error().code,
            Code::SignerOrder);
  EXPECT_EQ(decode(write_body(1, {one, two}, {an_item(0)})).error().code, Code::SignerOrder);
  Bytes longer = write_body(1, {one}, {an_item(0)});
  longer.push_back(0);
  EXPECT_EQ(decode(longer).error().code, Code::Malformed);
}

TEST(BatchBody, ASignerIsAKeyAndAHeaderThatNamesIt) {
  const Signer good = signer_of(a_key(1));
  EXPECT_TRUE(decode(write_body(1, {good}, {an_item(0)})).has_value());
  Signer bad = good;
  bad.algorithm = 9;
  EXPECT_EQ(decode(write_body(1, {bad}, {an_item(0)})).error().code, Code::BadPublicKey);
  bad = good;
  bad.key.pop_back();
  EXPECT_EQ(decode(write_body(1, {bad}, {an_item(0)})).error().code, Code::BadPublicKey);
  bad = good;
  bad.header = "{}";
  const auto header_error = decode(write_body(1, {bad}, {an_item(0)})).error();
  EXPECT_EQ(header_error.code, Code::BadProtectedHeader);
  EXPECT_EQ(header_error.transaction, TransactionError::HeaderMemberMissing);
  bad = good;
  bad.header = testing::header_of(a_p256_key(1));
  EXPECT_EQ(decode(write_body(1, {bad}, {an_item(0)})).error().code, Code::AlgorithmMismatch);
  bad = good;
  bad.header = testing::header_of(a_key(2));
  EXPECT_EQ(decode(write_body(1, {bad}, {an_item(0)})).error().code, Code::KeyMismatch);
}

TEST(BatchBody, OneBadTransactionSpoilsTheBatchAndIsNamed) {
  const Signer signer = signer_of(a_key(1));
  Item bad = an_item(0);
  bad.payload = "{}";
  const auto error = decode(write_body(1, {signer}, {an_item(0), bad})).error();
  EXPECT_EQ(error.code, Code::BadTransaction);
  EXPECT_EQ(error.transaction, TransactionError::PayloadMemberMissing);
  EXPECT_EQ(error.position, 1U);
}

TEST(BatchBody, EveryTruncationIsRefused) {
  const Bytes body = a_sample().body;
  for (std::size_t length = 0; length < body.size(); ++length) {
    EXPECT_FALSE(decode(Bytes(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(length)))
                     .has_value());
  }
}

// Whatever a mutation makes of a body: an error, or a batch whose encoding is that very body.
TEST(BatchBody, AMutatedBodyIsRefusedOrIsAnotherBody) {
  const Bytes original = a_sample().body;
  std::mt19937 random(11);  // the seed of this test's history
  int accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    Bytes body = original;
    body[random() % body.size()] = static_cast<std::uint8_t>(random());
    if (random() % 4 == 0) {
      body.erase(body.begin() + static_cast<std::ptrdiff_t>(random() % body.size()));
    }
    const auto batch = decode(body);
    if (!batch) {
      continue;
    }
    ++accepted;
    std::vector<BatchItem> items;
    for (std::size_t i = 0; i < batch->transactions().size(); ++i) {
      items.push_back({&batch->signer_of(i).key, batch->transactions()[i].envelope});
    }
    ASSERT_EQ(build_batch_body(items), body);
  }
  EXPECT_GT(accepted, 0);
}

}  // namespace
}  // namespace vitalstream::ledger
