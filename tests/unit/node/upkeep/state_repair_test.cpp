// The state made anew from the blocks is the one that was committed, to the byte, while the node
// commits on.
#include "node/upkeep/state_repair.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/gateway/record_answers.hpp"
#include "support/a_ledger.hpp"
#include "support/flip_byte.hpp"

namespace vitalstream::node {
namespace {

using consensus::Height;
using testing::ALedger;
using ::testing::HasSubstr;

using Rows = std::vector<std::pair<Bytes, Bytes>>;

class StateRepairTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<StateRepair> begin() {
    auto begun = StateRepair::begin({ledger_.rules(), testing::a_genesis(), ledger_.database()});
    EXPECT_TRUE(begun);
    return std::move(*begun);
  }
  [[nodiscard]] Rows rows(storage::ScanSource source) {
    storage::ScanRequest request;
    request.source = source;
    request.entries_max = 10'000;
    const auto page = ledger_.database().latest().scan(request);
    EXPECT_TRUE(page);
    Rows all;
    for (const storage::KeyValue& entry : page->entries) {
      all.emplace_back(entry.key, entry.value);
    }
    return all;
  }
  [[nodiscard]] testing::Pending audit(std::string_view jti) {
    return ledger_.pending(ledger::testing::TransactionBuilder{}.jti(jti).op(
        "audit.append", R"({"type":"t","source":"s","actor":"a","outcome":"success"})"));
  }
  void grow() {
    // Versions of one record, a copy of what is there, and what is refused.
    const auto first = ledger_.put("a");
    std::ignore =
        ledger_.commit_blocks({{first, audit("b")}, {ledger_.put("c"), ledger_.put("d"), first}});
    std::ignore = ledger_.commit({ledger_.deliver({})});
    std::ignore = ledger_.commit_blocks({{audit("e"), ledger_.put("f")}});
  }

  ALedger ledger_;
};

TEST_F(StateRepairTest, WhatFollowsFromTheBlocksIsWhatWasThere) {
  grow();
  const Rows state = rows(storage::ScanSource::State);
  const Rows index = rows(storage::ScanSource::Index);
  ASSERT_GT(state.size(), 4U);
  ASSERT_GT(index.size(), 4U);
  auto repair = begin();
  EXPECT_EQ(*repair->tip(), Height{4});
  for (std::uint64_t height = 1; height <= 3; ++height) {
    ASSERT_TRUE(repair->step());
    EXPECT_EQ(repair->done(), Height{height});
  }
  ASSERT_TRUE(repair->finish());
  EXPECT_EQ(repair->done(), Height{4});
  repair.reset();
  EXPECT_EQ(rows(storage::ScanSource::State), state);
  EXPECT_EQ(rows(storage::ScanSource::Index), index);
  EXPECT_TRUE(ledger_.commit_blocks({{ledger_.put("g")}}).failures.empty());
  ledger_.reopen();
  EXPECT_GT(rows(storage::ScanSource::State).size(), state.size());
}

TEST_F(StateRepairTest, BlocksThatAreCommittedMeanwhileAreInIt) {
  grow();
  auto repair = begin();
  while (repair->done() < *repair->tip()) {
    ASSERT_TRUE(repair->step());
  }
  std::ignore = ledger_.commit_blocks({{ledger_.put("later")}, {audit("last")}});
  const Rows state = rows(storage::ScanSource::State);
  ASSERT_TRUE(repair->finish());
  EXPECT_EQ(rows(storage::ScanSource::State), state);
}

TEST_F(StateRepairTest, AnEmptyLedgerIsMadeAnewAtOnce) {
  EXPECT_TRUE(begin()->finish());
  EXPECT_TRUE(rows(storage::ScanSource::State).empty());
}

TEST_F(StateRepairTest, AHoleInTheLogEndsItAndIsNamedAndNothingIsChanged) {
  const VerifiedIntake lost = ledger_.close({ledger_.put("b")});
  std::ignore = ledger_.commit({ledger_.deliver({}), ledger_.deliver({lost})});
  const Rows state = rows(storage::ScanSource::State);
  ASSERT_TRUE(ledger_.database().remove_batches(std::array{lost.verified.digest}));
  {
    auto repair = begin();
    ASSERT_TRUE(repair->step());
    const auto stepped = repair->step();
    ASSERT_FALSE(stepped);
    EXPECT_THAT(stepped.error().reason, HasSubstr("block 2: one of its batches cannot be read"));
    EXPECT_FALSE(repair->finish());
  }
  EXPECT_EQ(rows(storage::ScanSource::State), state);
}

TEST_F(StateRepairTest, AnotherResultThanWasCommittedIsRefused) {
  grow();
  auto rules = ledger_.rules();
  rules.chain = ChainId{"another"};
  auto begun = StateRepair::begin({rules, testing::a_genesis(), ledger_.database()});
  ASSERT_TRUE(begun);
  EXPECT_THAT((*begun)->step().error().reason, HasSubstr("another result"));
}

// One flipped byte in a table of the state: what needs it has no answer, until it is made anew.
TEST_F(StateRepairTest, ADamagedPageIsAnswersErrorAndThenRight) {
  grow();
  ledger_.reopen();
  net::AuditQuery query;
  query.page.limit = 100;
  const auto answer = [&] {
    return audit_entries(ledger_.database(), testing::a_genesis(), query);
  };
  ASSERT_EQ(answer()->items.size(), 2U);
  std::vector<std::string> tables;
  for (const storage::FamilyFile& file : ledger_.database().files()) {
    if (file.family == "state") {
      tables.push_back(file.name);
    }
  }
  ASSERT_FALSE(tables.empty());
  ledger_.reopen([&](const std::filesystem::path& folder) {
    for (const std::string& table : tables) {
      testing::flip_byte(folder / table, 40);
    }
  });
  EXPECT_EQ(answer().error().cause, net::RpcCause::DataDamaged);
  ASSERT_TRUE(begin()->finish());
  EXPECT_EQ(answer()->items.size(), 2U);
}

}  // namespace
}  // namespace vitalstream::node
