#include "ledger/execution/rules.hpp"

#include <gtest/gtest.h>

#include "ledger/execution/limits.hpp"
#include "support/transaction_builder.hpp"

namespace vitalstream::ledger {
namespace {

using testing::TransactionBuilder;

constexpr std::int64_t kNow = 2'000'000'000;

class Rules : public ::testing::Test {
 protected:
  Rules() {
    const auto submitter = testing::a_key(1);
    const auto auditor = testing::a_key(2);
    members_ = MemberDirectory({{submitter.id, submitter.key, "org", "s", {Role::Submitter}},
                                {auditor.id, auditor.key, "org", "a", {Role::Auditor}}});
  }

  [[nodiscard]] ChainRules rules() const { return {ChainId{"test-chain"}, 600, &members_}; }
  [[nodiscard]] std::optional<Verdict> envelope(const TransactionBuilder& transaction,
                                                std::int64_t ms = kNow * 1000) const {
    return check_envelope(rules(), *transaction.build(), UnixMs{ms});
  }
  [[nodiscard]] std::optional<Verdict> request(const TransactionBuilder& transaction) const {
    return check_request(rules(), *transaction.build());
  }
  [[nodiscard]] std::optional<RuleBroken> admission(const TransactionBuilder& transaction) const {
    const UnixMs now{kNow * 1000};
    return check_admission(rules(), *transaction.build(), {now, now});
  }

  MemberDirectory members_;
};

TEST_F(Rules, ATransactionNamesItsChain) {
  EXPECT_EQ(envelope(TransactionBuilder{}.exp(kNow + 1)), std::nullopt);
  EXPECT_EQ(envelope(TransactionBuilder{}.exp(kNow + 1).chain("other")),
            refused(ResultCode::WrongChain));
}

TEST_F(Rules, ATransactionIsValidWhileBlockTimeIsBeforeExp) {
  const auto transaction = TransactionBuilder{}.exp(kNow);
  EXPECT_EQ(envelope(transaction, kNow * 1000 - 1), std::nullopt);
  EXPECT_EQ(envelope(transaction, kNow * 1000), (Verdict{.status = TxStatus::Expired}));
}

TEST_F(Rules, ExpMayNotLieTooFarAhead) {
  EXPECT_EQ(envelope(TransactionBuilder{}.exp(kNow + 600 + kExpSlackSeconds)), std::nullopt);
  EXPECT_EQ(envelope(TransactionBuilder{}.exp(kNow + 601 + kExpSlackSeconds)),
            refused(ResultCode::ExpTooFar));
  EXPECT_EQ(envelope(TransactionBuilder{}.exp(9'007'199'254'740'991)),
            refused(ResultCode::ExpTooFar));
}

TEST_F(Rules, AdmissionAllowsNoSlack) {
  EXPECT_EQ(admission(TransactionBuilder{}.exp(kNow + 600)), std::nullopt);
  EXPECT_EQ(admission(TransactionBuilder{}.exp(kNow + 601)), RuleBroken::ExpTooFar);
}

// Each transaction breaks one rule less than the one before it.
TEST_F(Rules, AdmissionTellsTheFirstRuleThatIsBroken) {
  auto transaction =
      TransactionBuilder{}.key(testing::a_key(9)).chain("other").exp(kNow).op("no.such", "{}");
  EXPECT_EQ(admission(transaction), RuleBroken::UnknownKey);
  transaction.key(testing::a_key(2));
  EXPECT_EQ(admission(transaction), RuleBroken::WrongChain);
  transaction.chain("test-chain");
  EXPECT_EQ(admission(transaction), RuleBroken::Expired);
  transaction.exp(kNow + 601);
  EXPECT_EQ(admission(transaction), RuleBroken::ExpTooFar);
  transaction.exp(kNow + 600);
  EXPECT_EQ(admission(transaction), RuleBroken::UnknownOperation);
  transaction.op("record.put", "[]");
  EXPECT_EQ(admission(transaction), RuleBroken::InvalidData);
  const auto good_data = TransactionBuilder{}.exp(kNow + 600);
  EXPECT_EQ(admission(TransactionBuilder{good_data}.key(testing::a_key(2))),
            RuleBroken::RoleMissing);
  EXPECT_EQ(admission(good_data), std::nullopt);
}

TEST_F(Rules, AdmissionTakesOnlyTheAlgorithmOfTheEnrolledKey) {
  auto other = testing::a_p256_key(1);
  other.id = testing::a_key(1).id;
  EXPECT_EQ(admission(TransactionBuilder{}.exp(kNow + 600).key(other)), RuleBroken::KeyAlgorithm);
}

TEST_F(Rules, TheSignerIsAMemberWithTheRole) {
  EXPECT_EQ(request(TransactionBuilder{}), std::nullopt);
  EXPECT_EQ(check_signer(rules(), *TransactionBuilder{}.build()), std::nullopt);
  EXPECT_EQ(check_signer(rules(), *TransactionBuilder{}.key(testing::a_key(9)).build()),
            refused(ResultCode::UnknownKey));
  EXPECT_EQ(request(TransactionBuilder{}.key(testing::a_key(2))), refused(ResultCode::RoleMissing));
}

TEST_F(Rules, TheOperationIsKnownAndItsDataIsValid) {
  EXPECT_EQ(request(TransactionBuilder{}.op("no.such", "{}")), refused(ResultCode::UnknownOp));
  EXPECT_EQ(request(TransactionBuilder{}.op("record.put", "[]")),
            refused(ResultCode::DataNotObject));
}

}  // namespace
}  // namespace vitalstream::ledger
