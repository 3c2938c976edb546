// E1 on the thread of whoever calls: what a replay commits is what the pipeline commits.
#include "node/commit/block_committer.hpp"

#include <gtest/gtest.h>

#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using consensus::Height;
using testing::ALedger;

std::unique_ptr<BlockCommitter> a_committer(ALedger& ledger) {
  auto opened = BlockCommitter::open(ledger.rules(), testing::a_genesis(), ledger.database());
  EXPECT_TRUE(opened.has_value());
  return std::move(*opened);
}

TEST(BlockCommitter, CommitsBeforeItReturns) {
  ALedger ledger;
  const auto tx = ledger.put("a");
  const Delivery block = ledger.deliver({ledger.close({tx, ledger.put("b")})});
  const auto committed = commit_block(*a_committer(ledger), block);
  ASSERT_TRUE(committed.has_value());
  ASSERT_EQ(committed->results.size(), 2U);
  EXPECT_EQ(committed->results[0].status, ledger::TxStatus::Applied);
  EXPECT_EQ(ledger.database().tip()->height, Height{1});
  EXPECT_EQ((*ledger.database().latest().location_of(tx->transaction->id))->height, Height{1});
}

TEST(BlockCommitter, YieldsWhatThePipelineYields) {
  ALedger by_pipeline;
  ALedger by_hand;
  const auto told = by_pipeline.commit_blocks({{by_pipeline.put("a")}, {by_pipeline.put("b")}});
  const auto committer = a_committer(by_hand);
  std::vector<consensus::ExecutedRoot> roots;
  for (const char* jti : {"a", "b"}) {
    const auto committed =
        commit_block(*committer, by_hand.deliver({by_hand.close({by_hand.put(jti)})}));
    ASSERT_TRUE(committed.has_value());
    roots.push_back(consensus::ExecutedRoot{committed->executed_root.value()});
  }
  ASSERT_EQ(told.executed.size(), 2U);
  EXPECT_EQ(roots[0], told.executed[0].second);
  EXPECT_EQ(roots[1], told.executed[1].second);
}

TEST(BlockCommitter, SaysWhatABlockOrdersBeforeItIsExecuted) {
  ALedger ledger;
  std::ignore = ledger.commit_blocks({{ledger.put("a")}});
  const auto tx = ledger.put("b");
  Delivery block = ledger.deliver({ledger.close({tx})});
  block.batches = {nullptr};
  const auto content = a_committer(ledger)->lay_out(block);
  ASSERT_TRUE(content.has_value());
  ASSERT_EQ(content->transactions.size(), 1U);
  EXPECT_EQ(content->transactions[0].id, tx->transaction->id);
  EXPECT_EQ(content->transactions[0].leaf, ledger::LeafIndex{1});
  EXPECT_NE(content->batches.at(0), nullptr) << "read back";
  EXPECT_EQ(ledger.database().tip()->height, Height{1});
}

TEST(BlockCommitter, ABatchThatIsNowhereIsUnreadable) {
  ALedger ledger;
  Delivery lost = ledger.deliver({ledger.close({ledger.put("a")})});
  ASSERT_TRUE(
      ledger.database().remove_batches(std::array{lost.deliver.block.references.at(0).digest}));
  lost.batches = {nullptr};
  const auto committed = commit_block(*a_committer(ledger), lost);
  ASSERT_FALSE(committed.has_value());
  EXPECT_EQ(committed.error().kind, CommitFailure::Kind::Unreadable);
  EXPECT_FALSE(ledger.database().tip());
}

}  // namespace
}  // namespace vitalstream::node
