// What was committed before it was submitted (again).
#include <algorithm>

#include "gateway/submissions_fixture.hpp"

namespace vitalstream::node {
namespace {

using ledger::testing::TransactionBuilder;
using net::RpcCause;
using net::SubmitMode;

TEST_F(SubmissionsTest, WhatTheDatabaseHasIsAnsweredFromThere) {
  const auto tx = a_tx("a");
  in_database_ = committed(tx, 30);
  const auto answer = submit(tx, SubmitMode::Committed);
  EXPECT_EQ(state_of(answer).index, 30U);
  EXPECT_FALSE(is_waiting(tx));
  EXPECT_TRUE(lane_.empty());
  EXPECT_EQ(state_of(submit_text(with_random_signature(tx), SubmitMode::Committed)).index, 30U)
      << "the id does not cover the signature";
}

TEST_F(SubmissionsTest, WhatTheDatabaseHasIsAnsweredThoughItsTimeIsOver) {
  const std::int64_t now_s = read_clock().wall.value() / 1000;
  const auto tx = testing::signed_by(member_, TransactionBuilder{}.jti("a").exp(now_s - 300));
  EXPECT_EQ(cause_of(submit(tx, SubmitMode::Committed)), RpcCause::Expired);
  EXPECT_EQ(refused_, std::vector{RpcCause::Expired});
  in_database_ = committed(tx, 30);
  EXPECT_EQ(state_of(submit(tx, SubmitMode::Committed)).index, 30U);
  EXPECT_EQ(refused_.size(), 1U);
}

TEST_F(SubmissionsTest, TheDatabaseIsNotAskedOnTheThreadOfAllConnections) {
  std::thread::id intake;
  on_intake([&] { intake = std::this_thread::get_id(); });
  const std::int64_t now_s = read_clock().wall.value() / 1000;
  static_cast<void>(submit(a_tx("a"), SubmitMode::Committed));
  static_cast<void>(lane_has(1));
  static_cast<void>(
      cause_of(submit(testing::signed_by(member_, TransactionBuilder{}.jti("b").exp(now_s - 300)),
                      SubmitMode::Committed)));
  const std::lock_guard lock(mutex_);
  EXPECT_EQ(asked_by_.size(), 2U);
  EXPECT_EQ(std::ranges::count(asked_by_, intake), 0);
}

// Were it taken for new, what is committed would be ordered a second time, and its sender told that
// it is a duplicate.
TEST_F(SubmissionsTest, WhatCannotBeReadIsNotTakenForNew) {
  const auto tx = a_tx("a");
  in_database_ = net::RpcError{.cause = RpcCause::DataDamaged};
  EXPECT_EQ(cause_of(submit(tx, SubmitMode::Committed)), RpcCause::DataDamaged);
  EXPECT_EQ(refused_, std::vector{RpcCause::DataDamaged});
  EXPECT_TRUE(lane_.empty());
  EXPECT_FALSE(is_waiting(tx));
  in_database_ = kNotCommitted;
  std::ignore = admit(tx, SubmitMode::Accepted);
}

TEST_F(SubmissionsTest, WhatCannotBeReadIsNotRefusedForAnotherReason) {
  const std::int64_t now_s = read_clock().wall.value() / 1000;
  in_database_ = net::RpcError{.cause = RpcCause::DataDamaged};
  EXPECT_EQ(
      cause_of(submit(testing::signed_by(member_, TransactionBuilder{}.jti("a").exp(now_s - 300)),
                      SubmitMode::Committed)),
      RpcCause::DataDamaged);
}

// Two looks at the database, a commit in between: the second copy has its answer, and the first,
// which is in the lane by then, its own.
TEST_F(SubmissionsTest, CommittedWhileACopyIsCheckedIsAnsweredByWhatTheDatabaseHas) {
  const auto tx = a_tx("a");
  const std::string text(tx->compact);
  std::vector<std::shared_ptr<Answer>> answers{std::make_shared<Answer>(),
                                               std::make_shared<Answer>()};
  looks_before_commit_ = 1;
  in_database_ = committed(tx, 30);
  on_intake([&] {
    for (const auto& answer : answers) {
      submissions_.submit({.tx = text, .attachments = {}, .origin = {}},
                          net::reply_to<net::TxSubmitted>([this, answer](auto result) {
                            note([&] { answer->emplace(std::move(result)); });
                          }));
    }
  });
  EXPECT_EQ(state_of(answers[1]).index, 30U);
  EXPECT_TRUE(is_waiting(tx)) << "what is in the lane goes on";
  EXPECT_EQ(lane_has(1).pending->transaction->id, tx->id);
  order(tx, 7, 70);
  commit(tx, 7, 70);
  EXPECT_EQ(state_of(answers[0]).index, 70U);
  EXPECT_FALSE(is_waiting(tx));
}

}  // namespace
}  // namespace vitalstream::node
