#include "ledger/execution/execute_block.hpp"

#include <gtest/gtest.h>

#include "ledger/execution/state_keys.hpp"
#include "ledger/execution/state_values.hpp"
#include "support/memory_state.hpp"

namespace vitalstream::ledger {
namespace {

using testing::TestChain;
using testing::TransactionBuilder;

constexpr std::int64_t kFirstSecond = TestChain::kFirstBlockMs / 1000;
constexpr std::string_view kRecord =
    R"({"collection":"c","id":"r","externalHash":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")";

TransactionBuilder a_put(std::string_view jti, std::string_view more = "") {
  return TransactionBuilder{}
      .jti(jti)
      .exp(kFirstSecond + 60)
      .op("record.put", std::string(kRecord) + std::string(more) + "}");
}

void expect_result(const TxResult& result, TxStatus status, ResultCode code) {
  EXPECT_EQ(to_string(result.status), to_string(status));
  EXPECT_EQ(to_string(result.code), to_string(code));
}

TEST(ExecuteBlock, AppliesATransactionOnce) {
  TestChain chain;
  const auto first = chain.block(a_put("j1"));
  expect_result(first, TxStatus::Applied, ResultCode::None);
  EXPECT_EQ(first.value, 1U);
  expect_result(chain.block(a_put("j1")), TxStatus::Duplicate, ResultCode::None);
  EXPECT_EQ(chain.block(a_put("j2")).value, 2U);
}

TEST(ExecuteBlock, SeesDuplicatesWithinOneBlock) {
  TestChain chain;
  std::vector<OwnedTransaction> twice;
  twice.push_back(a_put("j1").build());
  twice.push_back(a_put("j1").signature(Bytes(64, 9)).build());
  twice.push_back(a_put("j1", R"(,"subject":"s")").build());
  const auto results = chain.block(twice);
  expect_result(results[0], TxStatus::Applied, ResultCode::None);
  expect_result(results[1], TxStatus::Duplicate, ResultCode::None);
  expect_result(results[2], TxStatus::Refused, ResultCode::JtiReused);
}

TEST(ExecuteBlock, ARefusedTransactionConsumesItsJti) {
  TestChain chain;
  expect_result(chain.block(a_put("j1").key(testing::a_key(20))), TxStatus::Refused,
                ResultCode::RoleMissing);
  expect_result(chain.block(a_put("j1").key(testing::a_key(20))), TxStatus::Duplicate,
                ResultCode::None);
}

TEST(ExecuteBlock, AStrangersTransactionTakesNoPlaceInTheWindow) {
  TestChain chain(/*window_entries_max=*/1);
  for (const char* jti : {"j1", "j2", "j2"}) {
    expect_result(chain.block(a_put(jti).key(testing::a_key(99))), TxStatus::Refused,
                  ResultCode::UnknownKey);
    EXPECT_TRUE(chain.last().window_entries.empty());
  }
  expect_result(chain.block(a_put("j1")), TxStatus::Applied, ResultCode::None);
}

TEST(ExecuteBlock, AnExpiredTransactionLeavesNoTrace) {
  TestChain chain;
  expect_result(chain.block(a_put("j1").exp(kFirstSecond)), TxStatus::Expired, ResultCode::None);
  EXPECT_TRUE(chain.last().window_entries.empty());
  expect_result(chain.block(a_put("j1")), TxStatus::Applied, ResultCode::None);
}

TEST(ExecuteBlock, ADuplicateThatHasExpiredIsExpired) {
  TestChain chain;
  expect_result(chain.block(a_put("j1")), TxStatus::Applied, ResultCode::None);
  chain.pass(60'000);
  expect_result(chain.block(a_put("j1")), TxStatus::Expired, ResultCode::None);
}

TEST(ExecuteBlock, WhatWasNeverAcceptableDoesNotConsumeItsJti) {
  TestChain chain;
  expect_result(chain.block(a_put("j1").chain("other")), TxStatus::Refused, ResultCode::WrongChain);
  expect_result(chain.block(a_put("j1").exp(kFirstSecond + 10'000)), TxStatus::Refused,
                ResultCode::ExpTooFar);
  expect_result(chain.block(a_put("j1")), TxStatus::Applied, ResultCode::None);
}

TEST(ExecuteBlock, AFullWindowRefusesUntilSomethingExpires) {
  TestChain chain(/*window_entries_max=*/1);
  expect_result(chain.block(a_put("j1").exp(kFirstSecond + 3)), TxStatus::Applied,
                ResultCode::None);
  expect_result(chain.block(a_put("j2")), TxStatus::Refused, ResultCode::WindowFull);
  chain.pass(2'000);
  expect_result(chain.block(a_put("j2")), TxStatus::Applied, ResultCode::None);
}

TEST(ExecuteBlock, RefusesUnknownOperationsAndInvalidData) {
  TestChain chain;
  expect_result(chain.block(a_put("j1").op("no.such", "{}")), TxStatus::Refused,
                ResultCode::UnknownOp);
  expect_result(chain.block(a_put("j2", R"(,"more":1)")), TxStatus::Refused,
                ResultCode::DataMemberUnknown);
  EXPECT_TRUE(chain.state().state.empty());
}

TEST(ExecuteBlock, ARecordKeepsItsOlderVersions) {
  TestChain chain;
  static_cast<void>(chain.block(a_put("j1")));
  EXPECT_EQ(chain.state().state.size(), 1U);
  const auto first = chain.state().get(record_key("c", "r"));
  static_cast<void>(chain.block(a_put("j2", R"(,"subject":"s")")));
  EXPECT_EQ(*chain.state().get(record_version_key("c", "r", 1)), *first);
  const auto current = decode_record_version(**chain.state().get(record_key("c", "r")));
  ASSERT_TRUE(current.has_value());
  EXPECT_EQ(current->version, 2U);
  EXPECT_EQ(current->subject, "s");
  EXPECT_EQ(current->origin.height, BlockHeight{2});
  EXPECT_EQ(current->origin.leaf, LeafIndex{1});
  EXPECT_EQ(current->origin.key_id, testing::a_key(1).id);
}

TEST(ExecuteBlock, ABlockThatCannotReadTheStateHasNoOutcome) {
  TestChain chain;
  static_cast<void>(chain.block(a_put("j1")));
  for (const StateError error : {StateError::Damaged, StateError::Unreadable}) {
    chain.state().faults[record_key("c", "r")] = error;
    EXPECT_EQ(chain.attempt(a_put("j2")).error(), error);
  }
  // What does not ask for it is not hindered.
  EXPECT_TRUE(chain.attempt(a_put("j2").op("consent.revoke", R"({"subject":"p"})")).has_value());
}

TEST(ExecuteBlock, ARecordThatDoesNotDecodeIsDamage) {
  TestChain chain;
  chain.state().state[record_key("c", "r")] = Bytes{1};
  EXPECT_EQ(chain.attempt(a_put("j1")).error(), StateError::Damaged);
}

TEST(ExecuteBlock, AConditionalPutNeedsTheVersionThatItNames) {
  TestChain chain;
  expect_result(chain.block(a_put("j1", R"(,"ifVersion":1)")), TxStatus::Refused,
                ResultCode::VersionConflict);
  expect_result(chain.block(a_put("j2", R"(,"ifVersion":0)")), TxStatus::Applied, ResultCode::None);
  expect_result(chain.block(a_put("j3", R"(,"ifVersion":0)")), TxStatus::Refused,
                ResultCode::VersionConflict);
  expect_result(chain.block(a_put("j4", R"(,"ifVersion":1)")), TxStatus::Applied, ResultCode::None);
}

TEST(ExecuteBlock, AnAuditEntryIsKeptAndIndexed) {
  TestChain chain;
  const auto result = chain.block(
      a_put("j1").op("audit.append",
                     R"({"type":"t","source":"s","actor":"a","subject":"p","outcome":"success"})"));
  expect_result(result, TxStatus::Applied, ResultCode::None);
  const auto entry = decode_audit_entry(**chain.state().get(audit_key(LeafIndex{0})));
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->actor, "a");
  EXPECT_EQ(chain.last().index.size(), 5U);  // four postings and the block's time
}

TEST(ExecuteBlock, ConsentDecisionsStandSideBySide) {
  TestChain chain;
  static_cast<void>(chain.block(
      a_put("j1").op("consent.grant", R"({"subject":"p","grantee":"g","purpose":"t"})")));
  static_cast<void>(chain.block(a_put("j2").op("consent.revoke", R"({"subject":"p"})")));
  const auto grant = decode_consent_decision(**chain.state().get(consent_key("p", LeafIndex{0})));
  const auto revoke = decode_consent_decision(**chain.state().get(consent_key("p", LeafIndex{1})));
  ASSERT_TRUE(grant && revoke);
  EXPECT_EQ(grant->kind, ConsentKind::Grant);
  EXPECT_EQ(revoke->kind, ConsentKind::Revoke);
}

TEST(ExecuteBlock, AttachmentsAreKeptAsCommitments) {
  TestChain chain;
  const std::string att =
      R"([{"c":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU","n":7,"t":"text/plain"}])";
  static_cast<void>(
      chain.block(TransactionBuilder{}
                      .exp(kFirstSecond + 60)
                      .att(att)
                      .op("record.put", R"({"collection":"c","id":"r","attachment":0})")));
  const auto version = decode_record_version(**chain.state().get(record_key("c", "r")));
  ASSERT_TRUE(version.has_value());
  const auto& attachment = std::get<AttachmentRef>(version->content);
  EXPECT_EQ(attachment.content_bytes, 7U);
  EXPECT_EQ(attachment.media_type, "text/plain");
}

TEST(ExecuteBlock, TheRootCommitsToResultsAndState) {
  TestChain chain;
  static_cast<void>(chain.block(a_put("j1")));
  const BlockOutcome& outcome = chain.last();
  EXPECT_EQ(outcome.results_root, results_root(outcome.results));
  EXPECT_EQ(outcome.delta, delta_digest(outcome.state));
  EXPECT_EQ(outcome.executed_root,
            state_root(StateRoot{}, {BlockHeight{1}, outcome.results_root, outcome.delta}));
}

TEST(ExecuteBlock, AnEmptyBlockMovesTheRootOn) {
  TestChain chain;
  chain.pass(1'000);
  const StateRoot first = chain.last().executed_root;
  chain.pass(1'000);
  EXPECT_NE(chain.last().executed_root, first);
  EXPECT_TRUE(chain.last().index.empty());
  EXPECT_TRUE(chain.last().state.empty());
}

TEST(ExecuteBlock, DecidesTheSameAfterARestart) {
  TestChain steady;
  TestChain restarted;
  for (int i = 0; i < 40; ++i) {
    const auto transaction = a_put("j" + std::to_string(i % 7)).exp(kFirstSecond + 4 + 5 * (i % 4));
    const TxResult expected = steady.block(transaction);
    EXPECT_EQ(restarted.block(transaction), expected);
    EXPECT_EQ(restarted.last().executed_root, steady.last().executed_root);
    restarted.restart();
  }
}

}  // namespace
}  // namespace vitalstream::ledger
