// The life of a transaction between tx_submit and its answer.
#include "node/gateway/submissions.hpp"

#include "gateway/submissions_fixture.hpp"

namespace vitalstream::node {
namespace {

using ledger::testing::TransactionBuilder;
using net::RpcCause;
using net::SubmitMode;
using net::TxStage;

TEST_F(SubmissionsTest, AcceptedIsAnsweredOnceTheLaneHasIt) {
  const auto tx = a_tx("a");
  const auto answer = submit(tx, SubmitMode::Accepted);
  const InLane in_lane = lane_has(1);
  EXPECT_FALSE(answer->has_value()) << "verified, but not admitted yet";
  on_intake([&] { submissions_.on_admitted(in_lane.handle); });
  EXPECT_EQ(state_of(answer).stage, TxStage::Accepted);
  EXPECT_TRUE(is_waiting(tx));
}

TEST_F(SubmissionsTest, OrderedIsAnsweredWithItsPlace) {
  const auto tx = a_tx("a");
  const auto answer = admit(tx, SubmitMode::Ordered);
  EXPECT_FALSE(answer->has_value());
  order(tx, 7, 70);
  EXPECT_EQ(state_of(answer).stage, TxStage::Ordered);
  EXPECT_EQ(state_of(answer).height, 7U);
  EXPECT_EQ(state_of(answer).index, 70U);
}

TEST_F(SubmissionsTest, CommittedIsAnsweredWithItsResultAndForgotten) {
  const auto tx = a_tx("a");
  const auto answer = admit(tx, SubmitMode::Committed);
  order(tx, 7, 70);
  EXPECT_FALSE(answer->has_value());
  commit(tx, 7, 70);
  EXPECT_EQ(state_of(answer).stage, TxStage::Committed);
  EXPECT_EQ(state_of(answer).result->outcome, "applied");
  EXPECT_FALSE(is_waiting(tx));
  EXPECT_EQ(submissions_.waiting(), 0U);
}

TEST_F(SubmissionsTest, ResultAtAnotherPlaceIsNotThisOnes) {
  const auto tx = a_tx("a");
  const auto answer = admit(tx, SubmitMode::Committed);
  order(tx, 7, 70);
  commit(tx, 8, 80);
  EXPECT_FALSE(answer->has_value()) << "a duplicate in a later block";
  commit(tx, 7, 70);
  EXPECT_TRUE(answer->has_value());
}

TEST_F(SubmissionsTest, WrongSignatureNeverReachesTheLane) {
  const ledger::testing::TestSigner thief(crypto::SignatureAlgorithm::Ed25519, 2);
  const std::int64_t now_s = read_clock().wall.value() / 1000;
  TransactionBuilder builder;
  builder.key({member_.key(), crypto::thumbprint(member_.key())}).exp(now_s + 300);
  const auto tx = builder.signature(thief.sign(as_bytes("something else"))).build();
  EXPECT_EQ(cause_of(submit(tx, SubmitMode::Accepted)), RpcCause::BadSignature);
  EXPECT_TRUE(lane_.empty());
  EXPECT_FALSE(is_waiting(tx));
}

// Whoever knows a signing input can send it under a signature of his own making, and be first.
TEST_F(SubmissionsTest, ForgedCopyInOneGroupFailsNobodyButItself) {
  const auto good = a_tx("a");
  const std::string forged = with_random_signature(good);
  std::vector<std::shared_ptr<Answer>> answers;
  // Both wait behind the first, so that they are checked together.
  answers.push_back(submit(a_tx("b"), SubmitMode::Accepted));
  answers.push_back(submit_text(forged, SubmitMode::Committed));
  answers.push_back(submit(good, SubmitMode::Committed));
  EXPECT_EQ(cause_of(answers[1]), RpcCause::BadSignature);
  const InLane in_lane = lane_has(2);
  EXPECT_EQ(in_lane.pending->transaction->compact, good->compact);
  on_intake([&] { submissions_.on_admitted(in_lane.handle); });
  order(good, 7, 70);
  commit(good, 7, 70);
  EXPECT_EQ(state_of(answers[2]).index, 70U);
}

TEST_F(SubmissionsTest, ForgedCopyBeforeOrAfterFailsNobodyButItself) {
  const auto good = a_tx("a");
  const std::string forged = with_random_signature(good);
  EXPECT_EQ(cause_of(submit_text(forged, SubmitMode::Committed)), RpcCause::BadSignature);
  EXPECT_FALSE(is_waiting(good));
  const auto answer = admit(good, SubmitMode::Committed);
  const auto late = submit_text(forged, SubmitMode::Committed);
  order(good, 7, 70);
  commit(good, 7, 70);
  EXPECT_EQ(state_of(answer).index, 70U);
  EXPECT_EQ(state_of(late).index, 70U) << "known to be valid under another signature";
  EXPECT_EQ(lane_.size(), 1U);
}

TEST_F(SubmissionsTest, TwoGoodCopiesEnterTheLaneOnce) {
  const auto tx = a_tx("a");
  const auto first = submit(tx, SubmitMode::Committed);
  const auto second = submit(tx, SubmitMode::Committed);
  const consensus::TxHandle handle = lane_has(1).handle;
  on_intake([&] { submissions_.on_admitted(handle); });
  order(tx, 7, 70);
  commit(tx, 7, 70);
  EXPECT_EQ(state_of(first).index, 70U);
  EXPECT_EQ(state_of(second).index, 70U);
  EXPECT_EQ(lane_.size(), 1U);
}

TEST_F(SubmissionsTest, MemberBeyondItsQuotaIsToldWhenToComeAgain) {
  const auto first = a_tx("first");
  std::vector<std::shared_ptr<Answer>> answers{submit(first, SubmitMode::Committed)};
  // One more may come each second, while this machine takes its time.
  const auto is_refused = [&] { return answers.back()->has_value(); };
  const auto is_settled = [&] { return is_refused() || lane_.size() >= answers.size(); };
  while (answers.size() < 100 * kMemberBurst && wait_until(is_settled) && !is_refused()) {
    const auto next = a_tx("q" + std::to_string(answers.size()));
    answers.push_back(submit(next, SubmitMode::Committed));
  }
  EXPECT_EQ(cause_of(answers.back()), RpcCause::QuotaExceeded);
  EXPECT_GT(answers.size(), kMemberBurst);
  EXPECT_GT((*answers.back())->error().retry_after_ms, 0U);
  EXPECT_LE((*answers.back())->error().retry_after_ms, 1'001U);
  const auto joined = submit(first, SubmitMode::Committed);
  EXPECT_FALSE(joined->has_value()) << "what is under way costs nothing";
}

// Whoever knows a member's key id can send in its name, and must not use up its quota.
TEST_F(SubmissionsTest, ForgeriesChargeTheirSenderAndNotTheMember) {
  const std::string forged = with_random_signature(a_tx("a"));
  const auto from = [&](std::uint8_t sender, const std::string& compact) {
    return submit({.tx = compact, .attachments = {}, .origin = net::RpcOrigin{Hash32{sender}}});
  };
  std::uint64_t refused = 0;
  for (std::uint64_t i = 0; i < 2 * kMemberBurst; ++i) {
    refused += cause_of(from(1, forged)) == RpcCause::QuotaExceeded ? 1U : 0U;
  }
  EXPECT_GT(refused, kMemberBurst);
  EXPECT_EQ(cause_of(from(1, std::string(a_tx("a")->compact))), RpcCause::QuotaExceeded);
  EXPECT_EQ(cause_of(from(2, forged)), RpcCause::BadSignature);
  static_cast<void>(from(2, std::string(a_tx("a")->compact)));
  static_cast<void>(lane_has(1));
}

TEST_F(SubmissionsTest, WhatIsNoTransactionIsRefusedAtOnceAndCounted) {
  const auto answer = submit_text("a.b", SubmitMode::Accepted);
  ASSERT_TRUE(answer->has_value());
  EXPECT_EQ(cause_of(answer), RpcCause::MalformedJws);
  EXPECT_EQ(refused_, std::vector{RpcCause::MalformedJws});
}

TEST_F(SubmissionsTest, SecondSubmissionJoinsTheFirst) {
  const auto tx = a_tx("a");
  const auto first = admit(tx, SubmitMode::Committed);
  const auto second = submit(tx, SubmitMode::Committed);
  const auto third = submit(tx, SubmitMode::Accepted);
  EXPECT_EQ(state_of(third).stage, TxStage::Accepted) << "reached already";
  order(tx, 7, 70);
  commit(tx, 7, 70);
  EXPECT_EQ(state_of(first).index, 70U);
  EXPECT_EQ(state_of(second).index, 70U);
  EXPECT_EQ(lane_.size(), 1U);
}

TEST_F(SubmissionsTest, FullLaneIsBusyAndTheSameTransactionMayComeAgain) {
  const auto tx = a_tx("a");
  const auto answer = submit(tx, SubmitMode::Committed);
  const InLane in_lane = lane_has(1);
  on_intake([&] { submissions_.on_refused_busy(in_lane.handle, milliseconds(250)); });
  EXPECT_EQ(cause_of(answer), RpcCause::Busy);
  EXPECT_EQ((*answer)->error().retry_after_ms, 250U);
  EXPECT_FALSE(is_waiting(tx));
  const auto again = submit(tx, SubmitMode::Accepted);
  const InLane second = lane_has(2);
  on_intake([&] { submissions_.on_admitted(second.handle); });
  EXPECT_EQ(state_of(again).stage, TxStage::Accepted);
}

TEST_F(SubmissionsTest, OrderedThroughAnotherValidatorsLaneIsAnsweredAllTheSame) {
  const auto tx = a_tx("a");
  const auto answer = submit(tx, SubmitMode::Ordered);
  const InLane in_lane = lane_has(1);
  order(tx, 7, 70);
  EXPECT_EQ(state_of(answer).height, 7U);
  on_intake([&] { submissions_.on_admitted(in_lane.handle); });
  commit(tx, 7, 70);
  EXPECT_FALSE(is_waiting(tx));
}

TEST_F(SubmissionsTest, WaitThatIsOverEndsWithTheIdAndTheTransactionGoesOn) {
  const auto tx = a_tx("a");
  const std::string text(tx->compact);
  const auto answer = submit({.tx = text, .attachments = {}, .timeout_ms = 0, .origin = {}});
  on_intake([&] { submissions_.on_tick(); });
  EXPECT_EQ(cause_of(answer), RpcCause::Timeout);
  EXPECT_EQ((*answer)->error().tx_id, net::RpcTxId{tx->id.value()});
  EXPECT_TRUE(is_waiting(tx));
}

TEST_F(SubmissionsTest, WhatWasAskedForWithItsReceiptIsAnsweredWithItByTheDesk) {
  const auto tx = a_tx("a");
  const std::string text(tx->compact);
  const auto answer = submit({.tx = text, .attachments = {}, .receipt = true, .origin = {}});
  const InLane in_lane = lane_has(1);
  on_intake([&] { submissions_.on_admitted(in_lane.handle); });
  order(tx, 1, 0);
  ledger_.commit_to(ledger_.commit_blocks({{in_lane.pending}}).executed.back());
  commit(tx, 1, 0);
  EXPECT_FALSE(is_waiting(tx));
  EXPECT_FALSE(answer->has_value());
  ASSERT_TRUE(ledger_.commit({ledger_.deliver({})}).failures.empty());
  on_intake([&] { desk_.on_committed(1); });
  EXPECT_EQ(state_of(answer).stage, TxStage::Committed);
  EXPECT_TRUE((**answer)->receipt.has_value());
}

TEST_F(SubmissionsTest, TheReceiptOfWhatWasCommittedBeforeIsMadeAtOnce) {
  const auto tx = a_tx("a");
  const auto first = admit(tx, SubmitMode::Committed);
  const auto pending = lane_has(1).pending;
  ledger_.commit_to(ledger_.commit_blocks({{pending}}).executed.back());
  ASSERT_TRUE(ledger_.commit({ledger_.deliver({})}).failures.empty());
  order(tx, 1, 0);
  commit(tx, 1, 0);
  in_database_ = committed(tx, 0);
  (*in_database_)->height = 1;
  const std::string text(tx->compact);
  const auto again = submit({.tx = text, .attachments = {}, .receipt = true, .origin = {}});
  EXPECT_EQ(state_of(again).stage, TxStage::Committed);
  EXPECT_TRUE((**again)->receipt.has_value());
}

TEST_F(SubmissionsTest, NothingNewIsTakenWhileTheDiskIsLowAndAllOfItAfter) {
  const auto before = a_tx("before");
  const auto tx = a_tx("a");
  EXPECT_FALSE(admit(before, SubmitMode::Committed)->has_value());
  on_intake([&] { is_disk_low_ = true; });
  EXPECT_EQ(cause_of(submit(tx, SubmitMode::Accepted)), RpcCause::DiskSpaceLow);
  EXPECT_EQ(refused_, std::vector{RpcCause::DiskSpaceLow});
  EXPECT_EQ(state_of(submit(before, SubmitMode::Accepted)).stage, TxStage::Accepted) << "is in";
  on_intake([&] { is_disk_low_ = false; });
  EXPECT_EQ(state_of(admit(tx, SubmitMode::Accepted)).stage, TxStage::Accepted);
}

TEST_F(SubmissionsTest, NothingIsTakenAfterTheEnd) {
  on_intake([&] { submissions_.close(); });
  EXPECT_EQ(cause_of(submit(a_tx("a"), SubmitMode::Accepted)), RpcCause::ShuttingDown);
}

}  // namespace
}  // namespace vitalstream::node
