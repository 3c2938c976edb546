// Who waits for a receipt gets it when a final header commits to the result, and an answer in any
// case; with real threads that read and a real ledger.
#include "node/gateway/receipt_desk.hpp"

#include <gtest/gtest.h>

#include <array>
#include <condition_variable>
#include <future>
#include <mutex>

#include "node/gateway/limits.hpp"
#include "node/ground/wall_clock.hpp"
#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using net::RpcCause;

constexpr std::chrono::seconds kPatience{30};
const Duration kLong = seconds(3'600);

using Answer = std::optional<net::RpcResult<net::TxSubmitted>>;

class ReceiptDeskTest : public ::testing::Test {
 protected:
  ReceiptDeskTest() {
    genesis_.genesis.hash = testing::a_genesis();
    genesis_.text = "what a node has read";
  }
  ~ReceiptDeskTest() override {
    queries_.stop();
    intake_.finish();
  }

  // The next block, with so many transactions, that later headers commit to.
  std::vector<ledger::TxId> order(std::size_t count) {
    std::vector<testing::Pending> items;
    std::vector<ledger::TxId> ids;
    for (std::size_t i = 0; i < count; ++i) {
      items.push_back(ledger_.put("tx-" + std::to_string(next_jti_++)));
      ids.push_back(items.back()->transaction->id);
    }
    const auto told = ledger_.commit_blocks({items});
    ledger_.commit_to(told.executed.back());
    return ids;
  }
  // A block without transactions, and what the desk is told of it.
  void grow(bool finalizes_directly = true) {
    Delivery delivery = ledger_.deliver({});
    delivery.deliver.finalizes_directly = finalizes_directly;
    const auto told = ledger_.commit({delivery});
    ASSERT_EQ(told.committed.size(), 1U);
    on_intake([&] { desk_.on_committed(told.committed[0].executed_height); });
  }
  template <class Task>
  void on_intake(Task task) {
    std::promise<void> done;
    intake_.post([&] {
      task();
      done.set_value();
    });
    done.get_future().wait();
  }
  // A transaction of the block at this height, until then.
  ReceiptVisitor visitor(const ledger::TxId& id, std::uint64_t height, Duration patience,
                         const std::shared_ptr<Answer>& answer) {
    net::TxState state;
    state.tx_id = net::RpcTxId{id.value()};
    state.stage = net::TxStage::Committed;
    state.height = height;
    return {state, read_clock().now + patience,
            net::reply_to<net::TxSubmitted>([this, answer](auto result) {
              const std::lock_guard lock(mutex_);
              answer->emplace(std::move(result));
              changed_.notify_all();
            })};
  }
  std::shared_ptr<Answer> await(const ledger::TxId& id, std::uint64_t height,
                                Duration patience = kLong) {
    auto answer = std::make_shared<Answer>();
    on_intake([&] { desk_.await(visitor(id, height, patience, answer)); });
    return answer;
  }
  [[nodiscard]] bool has(const std::shared_ptr<Answer>& answer) {
    const std::lock_guard lock(mutex_);
    return answer->has_value();
  }
  std::shared_ptr<Answer> ask(const ledger::TxId& id, std::uint64_t height) {
    auto answer = std::make_shared<Answer>();
    on_intake([&] { desk_.ask(visitor(id, height, kLong, answer)); });
    return answer;
  }
  [[nodiscard]] bool is_answered(const std::shared_ptr<Answer>& answer) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return answer->has_value(); });
  }
  // The receipt that it was answered with; empty without any.
  std::string receipt_of(const std::shared_ptr<Answer>& answer) {
    if (!is_answered(answer) || !**answer) {
      return "";
    }
    return (**answer)->receipt.value_or(RawJson{}).value();
  }
  RpcCause cause_of(const std::shared_ptr<Answer>& answer) {
    EXPECT_TRUE(is_answered(answer));
    EXPECT_FALSE((*answer)->has_value());
    return (*answer)->error().cause;
  }
  // Whatever was begun before has been read.
  void settle() {
    auto probe = ask(ledger::TxId{}, 1);
    EXPECT_EQ(cause_of(probe), RpcCause::TxNotFound);
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  LoadedGenesis genesis_;
  testing::ALedger ledger_;
  std::size_t next_jti_ = 0;
  ReceiptSource source_{ledger_.database(), genesis_};
  SerialThread intake_{QueueId::Rpc};
  QueryPool queries_{2, intake_};
  ReceiptDesk desk_{intake_, queries_, source_};
};

TEST_F(ReceiptDeskTest, EverybodyOfABlockIsServedOnceAHeaderCommitsToIt) {
  const auto ids = order(2 * kReceiptsAtOnceMax + 1);
  std::vector<std::shared_ptr<Answer>> answers;
  for (const ledger::TxId& id : ids) {
    answers.push_back(await(id, 1));
  }
  on_intake([&] { desk_.on_committed(0); });
  settle();
  EXPECT_FALSE(has(answers.front()));
  grow();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    EXPECT_EQ(receipt_of(answers[i]), source_.receipt_of(ids[i])->value());
  }
  EXPECT_EQ(source_.blocks(), 1U);
}

TEST_F(ReceiptDeskTest, OfAnOlderBlockTheReceiptIsMadeAtOnce) {
  const auto ids = order(1);
  ASSERT_TRUE(ledger_.commit({ledger_.deliver({})}).failures.empty());
  EXPECT_NE(receipt_of(ask(ids[0], 1)), "") << "though the desk has heard of no block";
}

TEST_F(ReceiptDeskTest, WhoComesTooEarlyWaitsForTheNextHeaderThatIsFinalByItself) {
  const auto ids = order(2);
  const auto first = await(ids[0], 1);
  const auto asked = ask(ids[1], 1);
  settle();
  // Commits to the results, but has no certificate of its own.
  grow(/*finalizes_directly=*/false);
  settle();
  EXPECT_FALSE(has(first));
  EXPECT_FALSE(has(asked));
  // Commits to nothing more, but makes the one before it final.
  grow();
  EXPECT_NE(receipt_of(first), "");
  EXPECT_NE(receipt_of(asked), "");
}

TEST_F(ReceiptDeskTest, AWaitThatIsOverEndsWithTheId) {
  const auto ids = order(2);
  const auto brief = await(ids[0], 1, Duration{0});
  const auto patient = await(ids[1], 1);
  on_intake([&] { desk_.on_tick(read_clock().now); });
  EXPECT_EQ(cause_of(brief), RpcCause::Timeout);
  EXPECT_EQ((*brief)->error().tx_id, net::RpcTxId{ids[0].value()});
  EXPECT_FALSE(has(patient));
  grow();
  EXPECT_NE(receipt_of(patient), "");
}

// A batch that is lost: who asks is told so, and the others of the slice have their receipts.
TEST_F(ReceiptDeskTest, WhatCannotBeReadIsAnErrorOfWhoAsked) {
  const auto ids = order(1);
  const auto other = ledger_.put("other");
  const VerifiedIntake lost = ledger_.close({other});
  const auto told = ledger_.commit({ledger_.deliver({lost})});
  ledger_.commit_to(told.executed.back());
  ASSERT_TRUE(ledger_.database().remove_batches(std::array{lost.verified.digest}));
  const auto spoiled = await(other->transaction->id, 2);
  const auto good = await(ids[0], 1);
  grow();
  EXPECT_EQ(cause_of(spoiled), RpcCause::DataDamaged);
  EXPECT_NE(receipt_of(good), "");
}

TEST_F(ReceiptDeskTest, WhenNothingIsReadAnyMoreItSaysSo) {
  const auto ids = order(1);
  queries_.stop();
  const auto answer = ask(ids[0], 1);
  EXPECT_EQ(cause_of(answer), RpcCause::ShuttingDown);
  EXPECT_EQ((*answer)->error().tx_id, net::RpcTxId{ids[0].value()});
}

}  // namespace
}  // namespace vitalstream::node
