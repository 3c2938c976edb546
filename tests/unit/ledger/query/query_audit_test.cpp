#include "ledger/query/query_audit.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "ledger/execution/state_keys.hpp"
#include "support/memory_state.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::int64_t kFirst = testing::TestChain::kFirstBlockMs;

struct Entry {
  std::string type;
  std::string source;
  std::string actor;
  std::string subject;
  std::uint64_t leaf = 0;
  std::int64_t time = 0;
};

std::string json_of(const Entry& entry) {
  std::string data = R"({"type":")" + entry.type + R"(","source":")" + entry.source +
                     R"(","actor":")" + entry.actor + R"(","outcome":"success")";
  if (!entry.subject.empty()) {
    data += R"(,"subject":")" + entry.subject + "\"";
  }
  return data + "}";
}

// Twelve blocks of up to nine transactions, some of them records, with few different values.
class QueryAudit : public ::testing::Test {
 protected:
  QueryAudit() {
    std::mt19937 random(17);  // the seed of this test's history
    const auto pick = [&random](const char* prefix, unsigned count) {
      return prefix + std::to_string(random() % count);
    };
    std::uint64_t leaf = 0;
    for (int block = 0; block < 12; ++block) {
      std::vector<OwnedTransaction> transactions;
      for (unsigned i = 0; i < 1 + random() % 9; ++i, ++leaf) {
        testing::TransactionBuilder builder;
        builder.jti("j" + std::to_string(leaf));
        if (random() % 4 != 0) {
          Entry entry{pick("t", 2), pick("s", 3),
                      pick("a", 5), random() % 3 == 0 ? "" : pick("p", 7),
                      leaf,         kFirst + block * 1000};
          builder.op("audit.append", json_of(entry));
          entries_.push_back(std::move(entry));
        }
        transactions.push_back(builder.build());
      }
      static_cast<void>(chain_.block(transactions));
    }
  }

  [[nodiscard]] std::vector<std::uint64_t> expected(const AuditFilter& filter) const {
    std::vector<std::uint64_t> leaves;
    for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
      if ((filter.type.empty() || filter.type == entry->type) &&
          (filter.source.empty() || filter.source == entry->source) &&
          (filter.actor.empty() || filter.actor == entry->actor) &&
          (filter.subject.empty() || filter.subject == entry->subject) &&
          (!filter.from || entry->time >= filter.from->value()) &&
          (!filter.until || entry->time < filter.until->value())) {
        leaves.push_back(entry->leaf);
      }
    }
    return leaves;
  }

  [[nodiscard]] std::vector<std::uint64_t> found(const AuditFilter& filter,
                                                 std::size_t limit) const {
    std::vector<std::uint64_t> leaves;
    std::optional<LeafIndex> below;
    do {
      const auto page = audit_query(chain_.state(), filter, below, limit);
      EXPECT_TRUE(page.has_value());
      EXPECT_LE(page->entries.size(), limit);
      for (const AuditEntry& entry : page->entries) {
        leaves.push_back(entry.origin.leaf.value());
      }
      below = page->next;
    } while (below);
    return leaves;
  }

  testing::TestChain chain_;
  std::vector<Entry> entries_;
};

TEST_F(QueryAudit, FindsExactlyWhatMatchesPageByPage) {
  const std::vector<AuditFilter> filters = {
      {},
      {.type = "t1"},
      {.source = "s2"},
      {.actor = "a3"},
      {.subject = "p4"},
      {.type = "t0", .source = "s1", .actor = "a1"},
      {.type = "t1", .subject = "p2"},
      {.actor = "nobody"},
      {.from = UnixMs{kFirst + 3'000}},
      {.until = UnixMs{kFirst + 3'000}},
      {.type = "t1", .from = UnixMs{kFirst + 2'500}, .until = UnixMs{kFirst + 9'000}},
      {.from = UnixMs{kFirst + 9'000}, .until = UnixMs{kFirst + 2'000}},
      {.from = UnixMs{kFirst + 99'000}},
  };
  for (std::size_t i = 0; i < filters.size(); ++i) {
    for (const std::size_t limit : {1U, 2U, 5U, 100U}) {
      EXPECT_EQ(found(filters[i], limit), expected(filters[i])) << "filter " << i;
    }
  }
  EXPECT_FALSE(expected(filters[5]).empty());
}

TEST_F(QueryAudit, TheLastPageHasNothingBeyond) {
  const auto page = audit_query(chain_.state(), {.actor = "nobody"}, std::nullopt, 5);
  EXPECT_EQ(page->next, std::nullopt);
}

// A page says how far it has looked, so that no question costs more than one page.
TEST_F(QueryAudit, APageLooksAtSoManyEntriesAndTheNextGoesOn) {
  AuditEntry entry;
  entry.type = "later";
  const std::uint64_t begin = 1'000;
  for (std::uint64_t leaf = begin; leaf < begin + kAuditLookedAtMax; ++leaf) {
    entry.origin.leaf = LeafIndex{leaf};
    chain_.state().state[audit_key(LeafIndex{leaf})] = encode(entry);
  }
  const AuditFilter filter{.until = UnixMs{kFirst + 1'000'000}};
  auto page = audit_query(chain_.state(), {.from = UnixMs{kFirst}}, std::nullopt, 1'000);
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->entries.size(), kAuditLookedAtMax);
  EXPECT_EQ(page->next, LeafIndex{begin});
  page = audit_query(chain_.state(), filter, page->next, 1'000);
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->entries.size(), entries_.size());
  EXPECT_EQ(page->next, std::nullopt);
}

TEST_F(QueryAudit, APageWithNothingFoundGoesOnAllTheSame) {
  AuditEntry entry;
  entry.source = "common";
  entry.type = "other";
  Posting posting;
  const std::uint64_t begin = 1'000;
  for (std::uint64_t i = 0; i <= kAuditLookedAtMax; ++i) {
    entry.origin.leaf = LeafIndex{begin + i};
    chain_.state().state[audit_key(entry.origin.leaf)] = encode(entry);
    chain_.state().index[posting_key(PostingFilter::AuditSource, "common", entry.origin.leaf)] =
        encode(Posting{BlockIndex{0}});
  }
  const AuditFilter filter{.type = "wanted", .source = "common"};
  const auto page = audit_query(chain_.state(), filter, std::nullopt, 10);
  ASSERT_TRUE(page.has_value());
  EXPECT_TRUE(page->entries.empty());
  EXPECT_EQ(page->next, LeafIndex{begin + 1});
  const auto rest = audit_query(chain_.state(), filter, page->next, 10);
  EXPECT_TRUE(rest->entries.empty());
  EXPECT_EQ(rest->next, std::nullopt);
}

TEST_F(QueryAudit, SaysThatTheStateIsDamaged) {
  const LeafIndex leaf{entries_.back().leaf};
  chain_.state().state.erase(audit_key(leaf));
  const auto page = audit_query(chain_.state(), {.type = entries_.back().type}, std::nullopt, 1);
  ASSERT_FALSE(page.has_value());
  EXPECT_EQ(page.error(), QueryError::DamagedState);
}

TEST_F(QueryAudit, APageThatCannotBeReadIsNoAnswer) {
  chain_.state().faults[audit_key(LeafIndex{entries_.back().leaf})] = StateError::Damaged;
  for (const AuditFilter& filter : {AuditFilter{}, AuditFilter{.type = entries_.back().type}}) {
    EXPECT_EQ(audit_query(chain_.state(), filter, std::nullopt, 1).error(),
              QueryError::DamagedState);
  }
}

}  // namespace
}  // namespace vitalstream::ledger
