#include "ledger/query/query_record.hpp"

#include <gtest/gtest.h>

#include <string>

#include "ledger/execution/state_keys.hpp"
#include "support/memory_state.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::int64_t kFirst = testing::TestChain::kFirstBlockMs;
constexpr RecordName kName{"observations", "o-1"};

// One version of o-1 in each of `count` blocks, a second apart.
testing::TestChain chain_with(int count) {
  testing::TestChain chain;
  for (int i = 0; i < count; ++i) {
    static_cast<void>(chain.block(testing::TransactionBuilder{}.jti("j" + std::to_string(i))));
  }
  return chain;
}

TEST(QueryRecord, FindsTheCurrentVersion) {
  const auto chain = chain_with(3);
  EXPECT_EQ((*current_record(chain.state(), kName))->version, 3U);
  EXPECT_EQ(*current_record(chain.state(), {"observations", "none"}), std::nullopt);
}

TEST(QueryRecord, FindsTheVersionOfEachMoment) {
  const auto chain = chain_with(9);
  EXPECT_EQ(*record_at(chain.state(), kName, UnixMs{kFirst - 1}), std::nullopt);
  for (std::int64_t i = 0; i < 9; ++i) {
    const auto version = static_cast<std::uint64_t>(i + 1);
    EXPECT_EQ((*record_at(chain.state(), kName, UnixMs{kFirst + i * 1000}))->version, version);
    EXPECT_EQ((*record_at(chain.state(), kName, UnixMs{kFirst + i * 1000 + 999}))->version,
              version);
  }
  EXPECT_EQ(*record_at(chain.state(), {"x", "y"}, UnixMs{kFirst}), std::nullopt);
}

TEST(QueryRecord, FindsAVersionByItsNumber) {
  const auto chain = chain_with(3);
  for (std::uint64_t version = 1; version <= 3; ++version) {
    EXPECT_EQ((*record_version(chain.state(), kName, version))->version, version);
  }
  EXPECT_EQ(*record_version(chain.state(), kName, 0), std::nullopt);
  EXPECT_EQ(*record_version(chain.state(), kName, 4), std::nullopt);
}

TEST(QueryRecord, ListsTheHistoryNewestFirstPageByPage) {
  const auto chain = chain_with(5);
  std::vector<std::uint64_t> versions;
  std::optional<std::uint64_t> from;
  do {
    const auto page = record_history(chain.state(), kName, from, 2);
    ASSERT_TRUE(page.has_value());
    for (const RecordVersion& version : page->versions) {
      versions.push_back(version.version);
    }
    from = page->next;
  } while (from);
  EXPECT_EQ(versions, (std::vector<std::uint64_t>{5, 4, 3, 2, 1}));
  EXPECT_TRUE(record_history(chain.state(), {"x", "y"}, std::nullopt, 2)->versions.empty());
}

TEST(QueryRecord, SaysThatTheStateIsDamaged) {
  auto chain = chain_with(3);
  chain.state().state.erase(record_version_key(kName.collection, kName.id, 1));
  EXPECT_EQ(record_history(chain.state(), kName, std::nullopt, 9).error(),
            QueryError::DamagedState);
  EXPECT_EQ(record_at(chain.state(), kName, UnixMs{kFirst}).error(), QueryError::DamagedState);
  EXPECT_EQ(record_version(chain.state(), kName, 1).error(), QueryError::DamagedState);
  chain.state().state[record_key(kName.collection, kName.id)] = Bytes{1};
  EXPECT_EQ(current_record(chain.state(), kName).error(), QueryError::DamagedState);
}

}  // namespace
}  // namespace vitalstream::ledger
