#include "node/gateway/submission_rules.hpp"

#include <gtest/gtest.h>

#include "base/base64url.hpp"
#include "support/transaction_builder.hpp"

namespace vitalstream::node {
namespace {

using ledger::testing::TransactionBuilder;
using net::RpcCause;

constexpr std::int64_t kNow = 2'000'000'000;

class SubmissionRules : public ::testing::Test {
 protected:
  SubmissionRules() {
    const auto submitter = ledger::testing::a_key(1);
    const auto auditor = ledger::testing::a_key(2);
    members_ = ledger::MemberDirectory(
        {{submitter.id, submitter.key, "org", "s", {ledger::Role::Submitter}},
         {auditor.id, auditor.key, "org", "a", {ledger::Role::Auditor}}});
  }

  [[nodiscard]] std::optional<net::RpcError> refusal(const TransactionBuilder& builder) const {
    const ledger::ChainRules rules{ChainId{"test-chain"}, 600, &members_};
    return refuse_early(rules, *builder.build(), {UnixMs{kNow * 1000}, UnixMs{kNow * 1000}});
  }
  [[nodiscard]] std::optional<RpcCause> cause(const TransactionBuilder& builder) const {
    const auto error = refusal(builder);
    return error ? std::optional(error->cause) : std::nullopt;
  }

  ledger::MemberDirectory members_;
};

TEST_F(SubmissionRules, ATransactionWithinTheRulesEnters) {
  EXPECT_EQ(cause(TransactionBuilder{}), std::nullopt);
}

TEST_F(SubmissionRules, EachRuleHasItsCause) {
  auto other_algorithm = ledger::testing::a_p256_key(1);
  other_algorithm.id = ledger::testing::a_key(1).id;
  EXPECT_EQ(cause(TransactionBuilder{}.key(ledger::testing::a_key(9))), RpcCause::UnknownKey);
  EXPECT_EQ(cause(TransactionBuilder{}.key(other_algorithm)), RpcCause::KeyAlgMismatch);
  EXPECT_EQ(cause(TransactionBuilder{}.chain("other")), RpcCause::WrongChain);
  EXPECT_EQ(cause(TransactionBuilder{}.exp(kNow)), RpcCause::Expired);
  EXPECT_EQ(cause(TransactionBuilder{}.exp(kNow + 601)), RpcCause::ExpTooFar);
  EXPECT_EQ(cause(TransactionBuilder{}.op("no.such", "{}")), RpcCause::UnknownOperation);
  EXPECT_EQ(cause(TransactionBuilder{}.op("record.put", "[]")), RpcCause::InvalidData);
  EXPECT_EQ(cause(TransactionBuilder{}.key(ledger::testing::a_key(2))), RpcCause::RoleMissing);
}

TEST_F(SubmissionRules, TheDetailSaysWhatWouldBeRight) {
  EXPECT_EQ(refusal(TransactionBuilder{}.chain("other"))->detail, "`chain` must be test-chain");
  EXPECT_EQ(refusal(TransactionBuilder{}.exp(kNow + 601))->detail,
            "`exp` may lie at most 600 seconds ahead of block time, which is about 2000000000");
  EXPECT_EQ(refusal(TransactionBuilder{}.exp(kNow * 1000))->detail,
            "`exp` is in seconds since 1970, and looks like milliseconds: at most 600 seconds "
            "ahead of block time, which is about 2000000000");
}

TEST_F(SubmissionRules, TheDetailOfInvalidDataNamesTheMemberAtFault) {
  const auto error = refusal(TransactionBuilder{}.op(
      "record.put", R"({"collection":"observations","id":"o-1","externalHash":"no digest"})"));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->cause, RpcCause::InvalidData);
  EXPECT_EQ(error->detail,
            "data_digest_invalid: externalHash: 32 bytes in base64url without padding");
}

TEST_F(SubmissionRules, TheDetailOfATimeNamesItsUnit) {
  const auto error = refusal(TransactionBuilder{}.op(
      "consent.grant", R"({"subject":"p","grantee":"g","purpose":"t","until":1790000000000})"));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->cause, RpcCause::InvalidData);
  EXPECT_EQ(error->detail,
            "data_number_invalid: until: a whole number from 0 to 2^53 - 1, without fraction or "
            "exponent; a time is in seconds since 1970, below 100000000000, and not in "
            "milliseconds");
}

TEST(ExplainTransactionError, TheCauseIsTheStageAtWhichItFailed) {
  using enum ledger::TransactionError;
  EXPECT_EQ(explain(CompactTooLarge).cause, RpcCause::TxTooLarge);
  EXPECT_EQ(explain(PayloadTooLarge).cause, RpcCause::TxTooLarge);
  EXPECT_EQ(explain(NotThreeParts).cause, RpcCause::MalformedJws);
  EXPECT_EQ(explain(HeaderKid).cause, RpcCause::MalformedJws);
  EXPECT_EQ(explain(HeaderAlgorithm).cause, RpcCause::UnsupportedAlg);
  EXPECT_NE(explain(NotBase64url).detail.find("without padding"), std::string::npos);
  EXPECT_NE(explain(PayloadNotIJson).detail.find("neither detached"), std::string::npos);
  EXPECT_NE(explain(SignatureSize).detail.find("not DER"), std::string::npos);
  EXPECT_EQ(explain(PayloadJti).cause, RpcCause::MalformedPayload);
  EXPECT_EQ(explain(PayloadJti).detail, "payload_jti: 1 to 64 visible ASCII characters");
  EXPECT_EQ(explain(PayloadNotObject).detail, ledger::to_string(PayloadNotObject));
}

class SubmittedAttachments : public ::testing::Test {
 protected:
  // What the transaction commits to: three bytes.
  [[nodiscard]] static ledger::OwnedTransaction a_transaction() {
    const auto commitment = ledger::commitment_of({}, Bytes{1, 2, 3});
    return TransactionBuilder{}
        .att(R"([{"c":")" + to_base64url(commitment.view()) + R"(","n":3,"t":"text/plain"}])")
        .build();
  }
  [[nodiscard]] static std::optional<RpcCause> cause(
      std::vector<net::SubmittedAttachment> submitted) {
    const auto admitted = admit_attachments(*a_transaction(), std::move(submitted));
    return admitted ? std::nullopt : std::optional(admitted.error().cause);
  }
};

TEST_F(SubmittedAttachments, WhatIsCommittedToEnters) {
  const auto admitted = admit_attachments(*a_transaction(), {{{}, {1, 2, 3}}});
  ASSERT_TRUE(admitted);
  EXPECT_EQ(*admitted, (ledger::AttachmentList{{{}, {1, 2, 3}}}));
}

TEST_F(SubmittedAttachments, EachRuleHasItsCause) {
  EXPECT_EQ(cause({}), RpcCause::AttachmentMissing);
  EXPECT_EQ(cause({{{}, {1, 2, 3}}, {{}, {4}}}), RpcCause::AttachmentUnexpected);
  EXPECT_EQ(cause({{{}, {1, 2}}}), RpcCause::AttachmentMismatch);
  EXPECT_EQ(cause({{{}, {1, 2, 4}}}), RpcCause::AttachmentMismatch);
  EXPECT_EQ(cause({{{1}, {1, 2, 3}}}), RpcCause::AttachmentMismatch);
}

}  // namespace
}  // namespace vitalstream::node
