#include "ledger/query/query_consent.hpp"

#include <gtest/gtest.h>

#include <string>

#include "ledger/execution/state_keys.hpp"
#include "ledger/query/limits.hpp"
#include "support/memory_state.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::int64_t kFirst = testing::TestChain::kFirstBlockMs;
constexpr std::int64_t kSecond = kFirst / 1000;

class QueryConsent : public ::testing::Test {
 protected:
  void decide(std::string_view op, const std::string& data) {
    const auto result = chain_.block(
        testing::TransactionBuilder{}.jti("j" + std::to_string(++count_)).op(op, data));
    ASSERT_EQ(result.status, TxStatus::Applied);
  }
  void grant(const std::string& more = "") {
    decide("consent.grant", R"({"subject":"p","grantee":"g","purpose":"care")" + more + "}");
  }
  void revoke(const std::string& more = "") {
    decide("consent.revoke", R"({"subject":"p")" + more + "}");
  }
  [[nodiscard]] ConsentStatus ask(std::string_view scope = "") const {
    return ask({"p", "g", "care", scope, chain_.time()});
  }
  [[nodiscard]] ConsentStatus ask(const ConsentQuestion& question) const {
    const auto answer = consent_status(chain_.state(), question);
    EXPECT_TRUE(answer.has_value());
    return answer->status;
  }

  testing::TestChain chain_;
  int count_ = 0;
};

TEST_F(QueryConsent, NothingIsPermittedUntilItIsGranted) {
  EXPECT_EQ(ask(), ConsentStatus::NotDecided);
  grant();
  EXPECT_EQ(ask(), ConsentStatus::Permitted);
  EXPECT_EQ(ask({"p", "other", "care", "", chain_.time()}), ConsentStatus::NotDecided);
  EXPECT_EQ(ask({"p", "g", "research", "", chain_.time()}), ConsentStatus::NotDecided);
  EXPECT_EQ(ask({"q", "g", "care", "", chain_.time()}), ConsentStatus::NotDecided);
}

TEST_F(QueryConsent, TheLatestDecisionWins) {
  grant();
  revoke(R"(,"grantee":"g","purpose":"care")");
  EXPECT_EQ(ask(), ConsentStatus::Revoked);
  grant();
  EXPECT_EQ(ask(), ConsentStatus::Permitted);
}

TEST_F(QueryConsent, ARevocationMayBeForAnything) {
  grant();
  revoke(R"(,"grantee":"other")");
  EXPECT_EQ(ask(), ConsentStatus::Permitted);
  revoke();
  EXPECT_EQ(ask(), ConsentStatus::Revoked);
}

TEST_F(QueryConsent, ScopesLimitWhatADecisionCovers) {
  grant(R"(,"scopes":["lab","imaging"])");
  EXPECT_EQ(ask("lab"), ConsentStatus::Permitted);
  EXPECT_EQ(ask("notes"), ConsentStatus::NotDecided);
  EXPECT_EQ(ask(), ConsentStatus::NotDecided);
  grant();
  EXPECT_EQ(ask("notes"), ConsentStatus::Permitted);
  revoke(R"(,"scopes":["lab"])");
  EXPECT_EQ(ask("lab"), ConsentStatus::Revoked);
  EXPECT_EQ(ask("notes"), ConsentStatus::Permitted);
  EXPECT_EQ(ask(), ConsentStatus::Revoked);
}

TEST_F(QueryConsent, AGrantHoldsInItsPeriod) {
  grant(",\"from\":" + std::to_string(kSecond + 10) + ",\"until\":" + std::to_string(kSecond + 20));
  const auto at = [this](std::int64_t second) {
    return ask({"p", "g", "care", "", UnixMs{(kSecond + second) * 1000}});
  };
  EXPECT_EQ(at(9), ConsentStatus::OutOfPeriod);
  EXPECT_EQ(at(10), ConsentStatus::Permitted);
  EXPECT_EQ(at(19), ConsentStatus::Permitted);
  EXPECT_EQ(at(20), ConsentStatus::OutOfPeriod);
}

TEST_F(QueryConsent, ThePastKeepsItsAnswers) {
  grant();   // at kFirst
  revoke();  // a second later
  EXPECT_EQ(ask({"p", "g", "care", "", UnixMs{kFirst - 1}}), ConsentStatus::NotDecided);
  EXPECT_EQ(ask({"p", "g", "care", "", UnixMs{kFirst}}), ConsentStatus::Permitted);
  EXPECT_EQ(ask({"p", "g", "care", "", UnixMs{kFirst + 999}}), ConsentStatus::Permitted);
  EXPECT_EQ(ask({"p", "g", "care", "", UnixMs{kFirst + 1000}}), ConsentStatus::Revoked);
}

TEST_F(QueryConsent, ShowsTheDecisionThatDecided) {
  grant();
  for (int i = 0; i < 10; ++i) {
    decide("consent.grant", R"({"subject":"p","grantee":"x","purpose":"y"})");
  }
  const auto answer = consent_status(chain_.state(), {"p", "g", "care", "", chain_.time()});
  ASSERT_TRUE(answer->decision.has_value());
  EXPECT_EQ(answer->decision->origin.leaf, LeafIndex{0});
}

class QueryConsentInTurns : public QueryConsent {
 protected:
  // Decisions about something else, straight into the state; from this leaf on.
  void decide_otherwise(std::uint64_t first, std::uint64_t count) {
    ConsentDecision decision;
    decision.grantee = "x";
    decision.purpose = "y";
    for (std::uint64_t leaf = first; leaf < first + count; ++leaf) {
      decision.origin.leaf = LeafIndex{leaf};
      chain_.state().state[consent_key("p", LeafIndex{leaf})] = encode(decision);
    }
  }
  const ConsentQuestion question_{"p", "g", "care", "", UnixMs{kFirst + 1'000'000'000}};
};

TEST_F(QueryConsentInTurns, EachLooksAtSoManyDecisionsAndTheNextGoesOnBelow) {
  grant();
  decide_otherwise(1, 2 * kConsentLookedAtPerTurn);
  ConsentSearch search;
  for (int turn = 0; turn < 2; ++turn) {
    const auto none = search.turn(chain_.state(), question_);
    ASSERT_TRUE(none.has_value());
    EXPECT_FALSE(none->has_value()) << turn;
  }
  const auto answer = search.turn(chain_.state(), question_);
  ASSERT_TRUE(answer.has_value() && answer->has_value());
  EXPECT_EQ((*answer)->status, ConsentStatus::Permitted);
  EXPECT_EQ((*answer)->decision->origin.leaf, LeafIndex{0});
  EXPECT_EQ(ask(question_), ConsentStatus::Permitted) << "as all turns at once";
}

TEST_F(QueryConsentInTurns, WhatIsDecidedBetweenTwoOfThemDoesNotCount) {
  grant();
  decide_otherwise(1, kConsentLookedAtPerTurn);
  ConsentSearch search;
  EXPECT_FALSE(search.turn(chain_.state(), question_)->has_value());
  ConsentDecision late;
  late.kind = ConsentKind::Revoke;
  late.origin.leaf = LeafIndex{kConsentLookedAtPerTurn + 1};
  chain_.state().state[consent_key("p", late.origin.leaf)] = encode(late);
  EXPECT_EQ((*search.turn(chain_.state(), question_))->status, ConsentStatus::Permitted);
  EXPECT_EQ(ask(question_), ConsentStatus::Revoked);
}

// A subject with more decisions than anybody can look at, none of them about the question.
class EndlessDecisions final : public StateScan {
 public:
  [[nodiscard]] StateRead<std::optional<Bytes>> get(ByteView) const override {
    return std::optional<Bytes>();
  }
  [[nodiscard]] StateRead<ScanPage> scan(const ScanRange& range) const override {
    ScanPage page;
    if (range.order == ScanOrder::Ascending) {
      return page;  // blocks by their time: there are none
    }
    ConsentDecision decision;
    decision.grantee = "x";
    for (std::uint64_t leaf = key_number(range.to).value() - 1;
         page.entries.size() < range.entries_max; --leaf) {
      decision.origin.leaf = LeafIndex{leaf};
      page.entries.push_back({consent_key("p", LeafIndex{leaf}), encode(decision)});
    }
    page.has_more = true;
    looked_at += page.entries.size();
    return page;
  }
  mutable std::size_t looked_at = 0;
};

TEST(QueryConsentLimit, TooManyDecisionsAreSaidToBeTooMany) {
  const EndlessDecisions state;
  const ConsentQuestion question{"p", "g", "care", "", UnixMs{kFirst}};
  EXPECT_EQ(consent_status(state, question).error(), QueryError::TooManyDecisions);
  EXPECT_GE(state.looked_at, kConsentLookedAtMax);
  const std::size_t turns = kConsentLookedAtMax / kConsentLookedAtPerTurn;
  EXPECT_LE(state.looked_at, kConsentLookedAtMax + turns * kScanEntries);
}

TEST_F(QueryConsent, SaysThatTheStateIsDamaged) {
  grant();
  chain_.state().state[consent_key("p", LeafIndex{0})] = Bytes{1};
  EXPECT_EQ(consent_status(chain_.state(), {"p", "g", "care", "", chain_.time()}).error(),
            QueryError::DamagedState);
}

TEST_F(QueryConsent, EveryStatusHasAName) {
  EXPECT_EQ(to_string(ConsentStatus::Permitted), "permitted");
  EXPECT_EQ(to_string(ConsentStatus::OutOfPeriod), "out_of_period");
}

}  // namespace
}  // namespace vitalstream::ledger
