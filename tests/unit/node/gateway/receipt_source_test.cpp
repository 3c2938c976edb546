// What a receipt is made of comes out of the database as soon as a final header commits to the
// result, and not before. That receipts verify, ledger/receipt and the networks' tests show.
#include "node/gateway/receipt_source.hpp"

#include <gtest/gtest.h>

#include <array>
#include <span>

#include "consensus/types/codec.hpp"
#include "ledger/execution/roots.hpp"
#include "ledger/receipt/limits.hpp"
#include "ledger/receipt/receipt_document.hpp"
#include "node/gateway/limits.hpp"
#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using consensus::Height;
using net::RpcCause;

class ReceiptSourceTest : public ::testing::Test {
 protected:
  // Of a source that has to read everything, and of one that has been asked before.
  [[nodiscard]] Receipt ask(const ledger::TxId& id) {
    Receipt fresh = ReceiptSource(ledger_.database(), genesis_).receipt_of(id);
    Receipt again = source_.receipt_of(id);
    EXPECT_EQ(fresh.has_value(), again.has_value());
    if (fresh && again) {
      EXPECT_EQ(fresh->value(), again->value());
    }
    return fresh;
  }
  [[nodiscard]] RpcCause refusal() {
    const auto answer = ask(tx_->transaction->id);
    EXPECT_FALSE(answer.has_value());
    return answer ? RpcCause::InternalError : answer.error().cause;
  }
  [[nodiscard]] ledger::ReceiptDocument receipt() {
    const auto answer = ask(tx_->transaction->id);
    EXPECT_TRUE(answer.has_value());
    auto document = ledger::parse_receipt(answer->value());
    EXPECT_TRUE(document.has_value());
    return *document;
  }
  // The block with the transaction; later headers commit to it.
  void order(std::string_view jti = "a") {
    tx_ = ledger_.put(jti);
    const auto told = ledger_.commit_blocks({{ledger_.put("before-" + std::string(jti)), tx_}});
    ledger_.commit_to(told.executed.back());
  }
  void grow(std::size_t blocks, bool finalizes_directly = true) {
    std::vector<Delivery> deliveries;
    for (std::size_t i = 0; i < blocks; ++i) {
      deliveries.push_back(ledger_.deliver({}));
      deliveries.back().deliver.finalizes_directly = finalizes_directly;
    }
    EXPECT_TRUE(ledger_.commit(std::move(deliveries)).failures.empty());
  }
  void seal(std::uint64_t height) {
    const consensus::Seal seal{consensus::ValidatorId{2}, Height{height}, {}, {}, Bytes(64, 1)};
    ByteWriter writer;
    consensus::write_seal(writer, seal);
    ASSERT_TRUE(ledger_.database().put_seal(Height{height}, writer.bytes()));
  }

  [[nodiscard]] static LoadedGenesis a_genesis_file() {
    LoadedGenesis loaded;
    loaded.genesis.hash = testing::a_genesis();
    loaded.text = "what a node has read";
    return loaded;
  }

  // Of a block whose results the header after it commits to.
  [[nodiscard]] std::string plain_receipt(Height height, std::uint32_t index,
                                          const ledger::Transaction& transaction) {
    const LedgerReader reader(ledger_.database());
    const auto results = *reader.results(height);
    ledger::ReceiptDocument plain;
    plain.genesis_file = genesis_.text;
    plain.transaction = transaction.compact;
    for (const Height at : {height, next(height)}) {
      plain.headers.push_back(reader.block(at)->block.header);
    }
    const crypto::TreeSize size{plain.headers.front().log_size};
    plain.position = {ledger::BlockHeight{height.value()}, ledger::BlockIndex{index},
                      ledger::LeafIndex{size.value() - results.size() + index}};
    plain.path = *crypto::inclusion_proof(reader.log_nodes(), plain.position.leaf, size);
    plain.finalization = *reader.finalization(next(height));
    const ledger::TxResult& own = results[index];
    const auto leaves = ledger::result_leaf_hashes(results);
    const crypto::NodeReader nodes = [&leaves](const crypto::NodeId& node) {
      const std::size_t width = std::size_t{1} << node.level;
      return std::optional(
          crypto::merkle_root(std::span(leaves).subspan(node.index * width, width)));
    };
    const auto executed = *reader.executed(height);
    plain.result = {
        own.status,
        own.code,
        own.value,
        static_cast<std::uint32_t>(results.size()),
        *crypto::inclusion_proof(nodes, ledger::LeafIndex{index}, crypto::TreeSize{results.size()}),
        ledger::StateRoot{reader.executed(Height{height.value() - 1})->executed_root.value()},
        {{executed.results_root, executed.delta_digest}}};
    return ledger::print_receipt(plain);
  }

  const LoadedGenesis genesis_ = a_genesis_file();
  testing::ALedger ledger_;
  ReceiptSource source_{ledger_.database(), genesis_};
  testing::Pending tx_ = ledger_.put("a");
};

TEST_F(ReceiptSourceTest, ATransactionThatIsNotOrderedIsNotFound) {
  EXPECT_EQ(refusal(), RpcCause::TxNotFound);
}

TEST_F(ReceiptSourceTest, IsNotReadyUntilAHeaderCommitsToTheResult) {
  order();
  EXPECT_EQ(refusal(), RpcCause::ReceiptNotReady);
  grow(1);
  EXPECT_EQ(receipt().headers.size(), 2U);
}

TEST_F(ReceiptSourceTest, IsNotReadyUntilThatHeaderIsFinalByACertificateAtOrAboveIt) {
  order();
  grow(2, /*finalizes_directly=*/false);
  EXPECT_EQ(refusal(), RpcCause::ReceiptNotReady);
  grow(1);
  const auto ready = receipt();
  EXPECT_EQ(ready.headers.size(), 4U);
  EXPECT_EQ(ready.finalization.subject.view, consensus::View{4});
}

TEST_F(ReceiptSourceTest, ProvesThePlaceOfTheTransactionInTheLogOfItsBlock) {
  order();
  grow(1);
  const auto ready = receipt();
  EXPECT_EQ(ready.genesis_file, genesis_.text);
  EXPECT_EQ(ready.transaction, tx_->transaction->compact);
  EXPECT_EQ(ready.position.height, ledger::BlockHeight{1});
  EXPECT_EQ(ready.position.index, ledger::BlockIndex{1});
  const consensus::BlockHeader& header = ready.headers.front();
  EXPECT_TRUE(crypto::verify_inclusion({crypto::TreeSize{header.log_size}, header.log_root.value()},
                                       ready.position.leaf, tx_->transaction->leaf.value(),
                                       ready.path));
  EXPECT_EQ(ready.result.status, ledger::TxStatus::Applied);
  EXPECT_EQ(ready.result.transactions, 2U);
}

TEST_F(ReceiptSourceTest, BeginsAtTheStateBeforeTheBlock) {
  order();
  grow(1);
  EXPECT_EQ(receipt().result.previous_root, ledger::genesis_state_root(testing::a_genesis()));
  order("later");
  grow(1);
  const auto before = LedgerReader(ledger_.database()).executed(Height{2});
  EXPECT_EQ(receipt().result.previous_root.value(), before->executed_root.value());
}

TEST_F(ReceiptSourceTest, HasAStepForEachBlockUpToTheStateThatIsCommittedTo) {
  std::ignore = ledger_.commit_blocks({{tx_}});
  const auto told = ledger_.commit_blocks({{ledger_.put("b")}, {ledger_.put("c")}});
  ledger_.commit_to(told.executed.back());
  grow(1);
  EXPECT_EQ(receipt().result.steps.size(), 3U);
  EXPECT_EQ(receipt().headers.size(), 4U);
}

TEST_F(ReceiptSourceTest, ASealNearbyIsCarriedWithTheHeadersUpToIt) {
  order();
  grow(6);
  seal(5);
  const auto ready = receipt();
  ASSERT_TRUE(ready.seal.has_value());
  EXPECT_EQ(ready.seal->height, Height{5});
  EXPECT_EQ(ready.headers.size(), 5U);
}

TEST_F(ReceiptSourceTest, ASealOfTheBlockItselfMakesNothingLonger) {
  order();
  grow(6);
  seal(1);
  EXPECT_TRUE(receipt().seal.has_value());
  EXPECT_EQ(receipt().headers.size(), 2U);
}

TEST_F(ReceiptSourceTest, ASealFarAwayIsLeftOut) {
  order();
  grow(ledger::kReceiptSealHeadersMax + 1);
  seal(1 + ledger::kReceiptSealHeadersMax);
  EXPECT_FALSE(receipt().seal.has_value());
  EXPECT_EQ(receipt().headers.size(), 2U);
  seal(ledger::kReceiptSealHeadersMax);
  EXPECT_TRUE(receipt().seal.has_value());
}

TEST_F(ReceiptSourceTest, ASealThatCannotBeUsedKeepsNoReceiptBack) {
  order();
  grow(1);
  grow(2, /*finalizes_directly=*/false);
  seal(4);
  const auto ready = receipt();
  EXPECT_FALSE(ready.seal.has_value());
  EXPECT_EQ(ready.headers.size(), 2U);
}

// Made in the plainest way, of what the database has: each by itself, with nothing remembered.
TEST_F(ReceiptSourceTest, AllReceiptsOfABlockAreThoseThatAreMadeOneByOne) {
  std::vector<testing::Pending> transactions;
  for (int i = 0; i < 300; ++i) {  // beyond one tile of the log
    transactions.push_back(ledger_.put("tx-" + std::to_string(i)));
  }
  const auto batch = [&](std::size_t from, std::size_t to) {
    return ledger_.close({transactions.begin() + static_cast<std::ptrdiff_t>(from),
                          transactions.begin() + static_cast<std::ptrdiff_t>(to)});
  };
  std::ignore = ledger_.commit_blocks({{ledger_.put("before")}});
  const auto told =
      ledger_.commit({ledger_.deliver({batch(0, 1), batch(1, 200), batch(200, 300)})});
  ledger_.commit_to(told.executed.back());
  grow(1);
  std::vector<ledger::TxId> ids;
  for (const auto& one : transactions) {
    ids.push_back(one->transaction->id);
  }
  const auto receipts = source_.receipts_of(ids);
  EXPECT_EQ(source_.blocks(), 1U);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ASSERT_TRUE(receipts[i].has_value());
    EXPECT_EQ(receipts[i]->value(), plain_receipt(Height{2}, static_cast<std::uint32_t>(i),
                                                  *transactions[i]->transaction));
  }
}

TEST_F(ReceiptSourceTest, ASealThatComesLaterIsCarriedFromThenOn) {
  order();
  grow(3);
  EXPECT_FALSE(receipt().seal.has_value());
  seal(3);
  EXPECT_TRUE(receipt().seal.has_value());
  EXPECT_EQ(receipt().headers.size(), 3U);
}

TEST_F(ReceiptSourceTest, ASealThatCannotBeUsedYetIsCarriedOnceItCan) {
  order();
  grow(1);
  grow(2, /*finalizes_directly=*/false);
  seal(4);
  EXPECT_FALSE(receipt().seal.has_value());
  grow(1);
  EXPECT_TRUE(receipt().seal.has_value());
}

TEST_F(ReceiptSourceTest, KeepsTheBlocksThatWereAskedAboutLast) {
  std::vector<testing::Pending> each;
  for (std::size_t i = 0; i < kReceiptBlocksMax + 2; ++i) {
    order("tx-" + std::to_string(i));
    each.push_back(tx_);
  }
  grow(1);
  for (const auto& tx : each) {
    EXPECT_TRUE(source_.receipt_of(tx->transaction->id).has_value());
    EXPECT_TRUE(source_.receipt_of(each.front()->transaction->id).has_value());
  }
  EXPECT_EQ(source_.blocks(), kReceiptBlocksMax);
}

TEST_F(ReceiptSourceTest, WhatFailedIsNotRemembered) {
  order();
  EXPECT_EQ(refusal(), RpcCause::ReceiptNotReady);
  EXPECT_EQ(source_.blocks(), 0U);
  grow(1);
  EXPECT_EQ(receipt().headers.size(), 2U);
}

// A block whose batch is lost: who asks is told so, and nobody else is harmed.
TEST_F(ReceiptSourceTest, WhatCannotBeReadIsAnErrorOfWhoAsked) {
  order();
  const auto other = ledger_.put("other");
  const VerifiedIntake lost = ledger_.close({other});
  const auto told = ledger_.commit({ledger_.deliver({lost})});
  ledger_.commit_to(told.executed.back());
  grow(1);
  ASSERT_TRUE(ledger_.database().remove_batches(std::array{lost.verified.digest}));
  const auto answers =
      source_.receipts_of(std::array{other->transaction->id, tx_->transaction->id});
  ASSERT_FALSE(answers[0].has_value());
  EXPECT_EQ(answers[0].error().cause, RpcCause::DataDamaged);
  EXPECT_TRUE(answers[1].has_value());
}

}  // namespace
}  // namespace vitalstream::node
