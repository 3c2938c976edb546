// What a receipt is made of comes out of the database as soon as a final header commits to the
// result, and not before. That receipts verify, ledger/receipt and the networks' tests show.
#include "node/gateway/receipt_source.hpp"

#include <gtest/gtest.h>

#include "consensus/types/codec.hpp"
#include "ledger/execution/roots.hpp"
#include "ledger/receipt/limits.hpp"
#include "ledger/receipt/receipt_document.hpp"
#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using consensus::Height;
using net::RpcCause;

class ReceiptSource : public ::testing::Test {
 protected:
  ReceiptSource() {
    genesis_.genesis.hash = testing::a_genesis();
    genesis_.text = "what a node has read";
  }
  [[nodiscard]] net::RpcResult<net::RawJson> ask(const ledger::TxId& id) {
    return make_receipt(LedgerReader(ledger_.database()), genesis_, id);
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

  LoadedGenesis genesis_;
  testing::ALedger ledger_;
  testing::Pending tx_ = ledger_.put("a");
};

TEST_F(ReceiptSource, ATransactionThatIsNotOrderedIsNotFound) {
  EXPECT_EQ(refusal(), RpcCause::TxNotFound);
}

TEST_F(ReceiptSource, IsNotReadyUntilAHeaderCommitsToTheResult) {
  order();
  EXPECT_EQ(refusal(), RpcCause::ReceiptNotReady);
  grow(1);
  EXPECT_EQ(receipt().headers.size(), 2U);
}

TEST_F(ReceiptSource, IsNotReadyUntilThatHeaderIsFinalByACertificateAtOrAboveIt) {
  order();
  grow(2, /*finalizes_directly=*/false);
  EXPECT_EQ(refusal(), RpcCause::ReceiptNotReady);
  grow(1);
  const auto ready = receipt();
  EXPECT_EQ(ready.headers.size(), 4U);
  EXPECT_EQ(ready.finalization.subject.view, consensus::View{4});
}

TEST_F(ReceiptSource, ProvesThePlaceOfTheTransactionInTheLogOfItsBlock) {
  order();
  grow(1);
  const auto ready = receipt();
  EXPECT_EQ(ready.genesis_file, genesis_.text);
  EXPECT_EQ(ready.transaction, tx_->transaction->compact);
  EXPECT_EQ(ready.position.height, ledger::BlockHeight{1});
  EXPECT_EQ(ready.position.index, ledger::BlockIndex{1});
  const consensus::BlockHeader& header = ready.headers.front();
  EXPECT_TRUE(crypto::verify_inclusion({crypto::TreeSize{header.log_size},
                                        header.log_root.value()},
                                       ready.position.leaf, tx_->transaction->leaf.value(),
                                       ready.path));
  EXPECT_EQ(ready.result.status, ledger::TxStatus::Applied);
  EXPECT_EQ(ready.result.transactions, 2U);
}

TEST_F(ReceiptSource, BeginsAtTheStateBeforeTheBlock) {
  order();
  grow(1);
  EXPECT_EQ(receipt().result.previous_root, ledger::genesis_state_root(testing::a_genesis()));
  order("later");
  grow(1);
  const auto before = LedgerReader(ledger_.database()).executed(Height{2});
  EXPECT_EQ(receipt().result.previous_root.value(), before->executed_root.value());
}

TEST_F(ReceiptSource, HasAStepForEachBlockUpToTheStateThatIsCommittedTo) {
  std::ignore = ledger_.commit_blocks({{tx_}});
  const auto told = ledger_.commit_blocks({{ledger_.put("b")}, {ledger_.put("c")}});
  ledger_.commit_to(told.executed.back());
  grow(1);
  EXPECT_EQ(receipt().result.steps.size(), 3U);
  EXPECT_EQ(receipt().headers.size(), 4U);
}

TEST_F(ReceiptSource, ASealNearbyIsCarriedWithTheHeadersUpToIt) {
  order();
  grow(6);
  seal(5);
  const auto ready = receipt();
  ASSERT_TRUE(ready.seal.has_value());
  EXPECT_EQ(ready.seal->height, Height{5});
  EXPECT_EQ(ready.headers.size(), 5U);
}

TEST_F(ReceiptSource, ASealOfTheBlockItselfMakesNothingLonger) {
  order();
  grow(6);
  seal(1);
  EXPECT_TRUE(receipt().seal.has_value());
  EXPECT_EQ(receipt().headers.size(), 2U);
}

TEST_F(ReceiptSource, ASealFarAwayIsLeftOut) {
  order();
  grow(ledger::kReceiptSealHeadersMax + 1);
  seal(1 + ledger::kReceiptSealHeadersMax);
  EXPECT_FALSE(receipt().seal.has_value());
  EXPECT_EQ(receipt().headers.size(), 2U);
  seal(ledger::kReceiptSealHeadersMax);
  EXPECT_TRUE(receipt().seal.has_value());
}

TEST_F(ReceiptSource, ASealThatCannotBeUsedKeepsNoReceiptBack) {
  order();
  grow(1);
  grow(2, /*finalizes_directly=*/false);
  seal(4);
  const auto ready = receipt();
  EXPECT_FALSE(ready.seal.has_value());
  EXPECT_EQ(ready.headers.size(), 2U);
}

}  // namespace
}  // namespace vitalstream::node
