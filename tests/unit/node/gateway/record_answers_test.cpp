#include "node/gateway/record_answers.hpp"

#include <gtest/gtest.h>

#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using ledger::testing::TransactionBuilder;
using net::RpcCause;
using testing::ALedger;

const GenesisHash kChain{Hash32{7}};

class RecordAnswersTest : public ::testing::Test {
 protected:
  [[nodiscard]] testing::Pending tx(std::string_view jti, std::string_view op,
                                    std::string_view data) const {
    return ledger_.pending(TransactionBuilder{}.jti(jti).op(op, data));
  }
  // What differs from the newest version of the one record.
  struct Asked {
    std::string id = "o-1";
    std::optional<std::uint64_t> version = std::nullopt;
    std::optional<std::int64_t> at_ms = std::nullopt;
    bool content = false;
  };
  [[nodiscard]] net::RpcResult<net::RecordVersion> record(const Asked& asked) {
    return record_version(ledger_.database(),
                          {"observations", asked.id, asked.version, asked.at_ms, asked.content});
  }
  [[nodiscard]] net::RpcResult<net::ConsentStatus> consent(const net::ConsentQuery& query) {
    ConsentReading reading(query);
    auto answer = reading.turn(ledger_.database());
    while (!answer) {
      answer = reading.turn(ledger_.database());
    }
    return std::move(*answer);
  }
  ALedger ledger_;
};

TEST_F(RecordAnswersTest, NewestVersionIsAnsweredUnlessAnotherIsAskedFor) {
  std::ignore = ledger_.commit_blocks({{ledger_.put("a")}, {ledger_.put("b")}});
  EXPECT_EQ(record({})->version, 2U);
  EXPECT_EQ(record({.version = 1})->version, 1U);
  EXPECT_EQ(record({.version = 1})->origin.height, 1U);
  EXPECT_TRUE(record({.version = 1})->external_hash.has_value());
}

TEST_F(RecordAnswersTest, VersionAtATimeIsTheOneOfThatTime) {
  std::ignore = ledger_.commit_blocks({{ledger_.put("a")}, {ledger_.put("b")}});
  const std::int64_t first = record({.version = 1})->origin.time_ms;
  EXPECT_EQ(record({.at_ms = first})->version, 1U);
  EXPECT_EQ(record({.at_ms = first + 60'000})->version, 2U);
  EXPECT_EQ(record({.at_ms = first - 1}).error().cause, RpcCause::RecordNotFound);
}

TEST_F(RecordAnswersTest, UnknownRecordAndVersionAreNotFound) {
  std::ignore = ledger_.commit_blocks({{ledger_.put("a")}});
  EXPECT_EQ(record({.id = "o-2"}).error().cause, RpcCause::RecordNotFound);
  EXPECT_EQ(record({.version = 2}).error().cause, RpcCause::RecordNotFound);
}

TEST_F(RecordAnswersTest, ContentComesWithItsSaltIfAskedFor) {
  std::ignore = ledger_.commit_blocks({{ledger_.put("x"), ledger_.put("a", Bytes{1, 2, 3})}});
  EXPECT_FALSE(record({})->content.has_value());
  const auto answer = record({.content = true});
  ASSERT_TRUE(answer.has_value());
  ASSERT_TRUE(answer->content.has_value());
  EXPECT_EQ(answer->content->content, (Bytes{1, 2, 3}));
  EXPECT_EQ(answer->attachment->bytes, 3U);
}

TEST_F(RecordAnswersTest, ContentThatIsGoneOrElsewhereIsToldApart) {
  const VerifiedIntake closed = ledger_.close({ledger_.put("a", Bytes{1})});
  std::ignore = ledger_.commit({ledger_.deliver({closed})});
  ASSERT_TRUE(ledger_.database().remove_batches(std::array{closed.verified.digest}));
  EXPECT_EQ(record({.content = true}).error().cause, RpcCause::ContentUnavailable);
  std::ignore = ledger_.commit_blocks({{ledger_.put("b")}});
  EXPECT_EQ(record({.content = true}).error().cause, RpcCause::ContentUnavailable);
}

TEST_F(RecordAnswersTest, HistoryComesInPagesNewestFirst) {
  std::ignore = ledger_.commit_blocks({{ledger_.put("a"), ledger_.put("b"), ledger_.put("c")}});
  net::RecordHistoryQuery query{"observations", "o-1", {{}, 2}};
  const auto first = record_history(ledger_.database(), kChain, query);
  ASSERT_TRUE(first.has_value());
  ASSERT_EQ(first->items.size(), 2U);
  EXPECT_EQ(first->items[0].version, 3U);
  query.page.cursor = first->cursor;
  const auto rest = record_history(ledger_.database(), kChain, query);
  ASSERT_EQ(rest->items.size(), 1U);
  EXPECT_EQ(rest->items[0].version, 1U);
  EXPECT_TRUE(rest->cursor.empty());
  query.page.cursor = "no cursor";
  EXPECT_EQ(record_history(ledger_.database(), kChain, query).error().cause,
            RpcCause::CursorInvalid);
}

TEST_F(RecordAnswersTest, ACursorBelongsToItsQueryAndChain) {
  std::ignore = ledger_.commit_blocks({{ledger_.put("a"), ledger_.put("b"), ledger_.put("c")}});
  net::RecordHistoryQuery query{"observations", "o-1", {{}, 2}};
  query.page.cursor = record_history(ledger_.database(), kChain, query)->cursor;
  query.page.limit = 1;
  EXPECT_TRUE(record_history(ledger_.database(), kChain, query).has_value());
  const GenesisHash other{Hash32{9}};
  EXPECT_EQ(record_history(ledger_.database(), other, query).error().cause,
            RpcCause::CursorInvalid);
  net::AuditQuery audit;
  audit.page.cursor = query.page.cursor;
  EXPECT_EQ(audit_entries(ledger_.database(), kChain, audit).error().cause,
            RpcCause::CursorInvalid);
  query.id = "o-2";
  EXPECT_EQ(record_history(ledger_.database(), kChain, query).error().cause,
            RpcCause::CursorInvalid);
}

TEST_F(RecordAnswersTest, ConsentIsWhatTheLatestDecisionSays) {
  const net::ConsentQuery query{"p-1", "org-b", "treatment", {}, {}};
  EXPECT_FALSE(consent(query)->permitted);
  std::ignore = ledger_.commit_blocks(
      {{tx("a", "consent.grant", R"({"subject":"p-1","grantee":"org-b","purpose":"treatment"})")}});
  const auto granted = consent(query);
  ASSERT_TRUE(granted.has_value());
  EXPECT_TRUE(granted->permitted);
  EXPECT_TRUE(granted->decided_by.has_value());
  std::ignore = ledger_.commit_blocks({{tx(
      "b", "consent.revoke", R"({"subject":"p-1","grantee":"org-b","purpose":"treatment"})")}});
  EXPECT_FALSE(consent(query)->permitted);
}

TEST_F(RecordAnswersTest, APeriodIsToldOnlyAsFarAsItWasGranted) {
  const net::ConsentQuery query{"p-1", "org-b", "treatment", {}, {}};
  const auto granted = [&](std::string_view jti, const std::string& period) {
    std::ignore = ledger_.commit_blocks(
        {{tx(jti, "consent.grant",
             R"({"subject":"p-1","grantee":"org-b","purpose":"treatment")" + period + "}")}});
    return *consent(query);
  };
  const net::ConsentStatus always = granted("a", "");
  EXPECT_EQ(always.from_ms, std::nullopt);
  EXPECT_EQ(always.until_ms, std::nullopt);
  const net::ConsentStatus bounded = granted("b", R"(,"from":5,"until":99999999999)");
  EXPECT_EQ(bounded.from_ms, 5'000);
  EXPECT_EQ(bounded.until_ms, 99'999'999'999'000);
}

TEST_F(RecordAnswersTest, AuditEntriesAreFoundByWhatTheyHave) {
  const auto entry = [&](std::string_view jti, std::string_view actor) {
    return tx(jti, "audit.append",
              R"({"type":"read","source":"ehr","actor":")" + std::string(actor) +
                  R"(","subject":"p-1","outcome":"success"})");
  };
  std::ignore = ledger_.commit_blocks({{entry("a", "anna"), entry("b", "ben")}});
  net::AuditQuery query;
  query.actor = "ben";
  const auto found = audit_entries(ledger_.database(), kChain, query);
  ASSERT_TRUE(found.has_value());
  ASSERT_EQ(found->items.size(), 1U);
  EXPECT_EQ(found->items[0].actor, "ben");
  EXPECT_EQ(found->items[0].origin.index, 1U);
  query.actor = "nobody";
  EXPECT_TRUE(audit_entries(ledger_.database(), kChain, query)->items.empty());
}

}  // namespace
}  // namespace vitalstream::node
