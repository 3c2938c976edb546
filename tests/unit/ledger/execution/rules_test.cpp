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
  const auto late = TransactionBuilder{}.exp(kNow + 601);
  EXPECT_EQ(check_admission(rules(), *late.build(), UnixMs{kNow * 1000}),
            refused(ResultCode::ExpTooFar));
  const auto good = TransactionBuilder{}.exp(kNow + 600);
  EXPECT_EQ(check_admission(rules(), *good.build(), UnixMs{kNow * 1000}), std::nullopt);
  const auto stranger = TransactionBuilder{}.exp(kNow + 600).key(testing::a_key(9));
  EXPECT_EQ(check_admission(rules(), *stranger.build(), UnixMs{kNow * 1000}),
            refused(ResultCode::UnknownKey));
}

TEST_F(Rules, TheSignerIsAMemberWithTheRole) {
  EXPECT_EQ(request(TransactionBuilder{}), std::nullopt);
  EXPECT_EQ(request(TransactionBuilder{}.key(testing::a_key(9))), refused(ResultCode::UnknownKey));
  EXPECT_EQ(request(TransactionBuilder{}.key(testing::a_key(2))), refused(ResultCode::RoleMissing));
}

TEST_F(Rules, TheOperationIsKnownAndItsDataIsValid) {
  EXPECT_EQ(request(TransactionBuilder{}.op("no.such", "{}")), refused(ResultCode::UnknownOp));
  EXPECT_EQ(request(TransactionBuilder{}.op("record.put", "[]")),
            refused(ResultCode::DataNotObject));
}

}  // namespace
}  // namespace vitalstream::ledger
