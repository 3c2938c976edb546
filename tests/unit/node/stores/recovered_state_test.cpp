// C14, C15: what the engine starts with after a restart, and which disks it refuses to start from.
#include "node/stores/recovered_state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/consistency.hpp"
#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using consensus::Height;
using testing::ALedger;
using ::testing::HasSubstr;

// Lower than any incarnation in these ledgers, so that the clock decides nothing.
const UnixMs kNow{3};

class RecoveredStateTest : public ::testing::Test {
 protected:
  RecoveredStateTest() {
    genesis_.genesis.hash = testing::a_genesis();
    genesis_.genesis.document.time = UnixMs{1'000};
    genesis_.own.id = consensus::ValidatorId{ALedger::kLaneOwner};
  }

  // Appends a record whose round has ended, or, as after a crash, may not have.
  void record(const consensus::JournalRecord& record, bool is_settled = true) {
    ByteWriter writer;
    consensus::write_journal_record(writer, record);
    replay_.records.push_back(writer.take());
    replay_.settled = is_settled ? replay_.records.size() : replay_.settled;
  }
  Result<consensus::EngineStart, SetupFailure> recover_now() {
    return recover({&genesis_, &replay_, &ledger_.database(),
                    Executor::genesis_root(testing::a_genesis()), kNow});
  }
  std::string refusal() {
    const auto start = recover_now();
    return start ? "started" : start.error().reason;
  }

  ALedger ledger_;
  LoadedGenesis genesis_;
  storage::Replay replay_;
};

TEST_F(RecoveredStateTest, NewLedgerStartsFromGenesis) {
  const auto start = recover_now();
  ASSERT_TRUE(start.has_value());
  EXPECT_EQ(start->replica.tip.header.height, Height{0});
  EXPECT_EQ(start->replica.tip.digest, consensus::anchor_digest(testing::a_genesis()));
  EXPECT_FALSE(start->replica.tip.finalization);
  EXPECT_TRUE(start->lanes.positions.empty());
  EXPECT_TRUE(start->lanes.stored.empty());
}

TEST_F(RecoveredStateTest, TipIsTheNewestBlockWithAllThatConsensusNeedsOfIt) {
  const auto told = ledger_.commit_blocks({{ledger_.put("a")}, {ledger_.put("b")}});
  const Delivery third = ledger_.deliver({});
  std::ignore = ledger_.commit({third});
  const auto start = recover_now();
  ASSERT_TRUE(start.has_value());
  const consensus::CommittedTip& tip = start->replica.tip;
  EXPECT_EQ(tip.header, third.deliver.block.header);
  EXPECT_EQ(tip.digest, third.deliver.digest);
  EXPECT_EQ(tip.finalization, third.deliver.finalization);
  EXPECT_EQ(tip.payload_height, Height{2});
  EXPECT_EQ(tip.state.log.size(), crypto::TreeSize{2});
  EXPECT_EQ(tip.executed_roots.size(), 4U) << "from the executed height of the header, 0";
  EXPECT_EQ(tip.executed_roots.at(Height{2}), told.executed.at(1).second);
  EXPECT_EQ(start->lanes.height, Height{3});
  EXPECT_EQ(start->lanes.positions.at(genesis_.own.id).sequence, consensus::Sequence{2});
}

TEST_F(RecoveredStateTest, FinalizationIsTheNewestThatTheDatabaseHas) {
  const Delivery first = ledger_.deliver({ledger_.close({ledger_.put("a")})});
  Delivery second = ledger_.deliver({});
  second.deliver.finalizes_directly = false;
  std::ignore = ledger_.commit({first, second});
  const auto start = recover_now();
  ASSERT_TRUE(start.has_value());
  EXPECT_EQ(start->replica.tip.header.height, Height{2});
  EXPECT_EQ(start->replica.tip.finalization, first.deliver.finalization);
}

TEST_F(RecoveredStateTest, BatchesThatNoBlockHasYetAreHeldAgain) {
  std::ignore = ledger_.commit_blocks({{ledger_.put("a")}});
  const VerifiedIntake closed = ledger_.close({ledger_.put("b"), ledger_.put("c")});
  const auto start = recover_now();
  ASSERT_TRUE(start.has_value());
  ASSERT_EQ(start->lanes.stored.size(), 1U);
  EXPECT_EQ(start->lanes.stored[0].digest, closed.verified.digest);
  EXPECT_EQ(start->lanes.stored[0].leaves, closed.verified.leaves);
  EXPECT_EQ(start->lanes.stored[0].signed_header, closed.verified.signed_header);
}

// C7: a leader counts the bytes of what it references as the voters do, who got them on the way.
TEST_F(RecoveredStateTest, PendingBatchWeighsWhatItWeighedBefore) {
  const VerifiedIntake closed = ledger_.close({ledger_.put("a", Bytes(100'000)), ledger_.put("b")});
  const auto start = recover_now();
  ASSERT_TRUE(start.has_value());
  ASSERT_EQ(start->lanes.stored.size(), 1U);
  EXPECT_GT(closed.verified.total_bytes, 100'000U);
  EXPECT_EQ(start->lanes.stored[0].total_bytes, closed.verified.total_bytes);
}

// L1: within one incarnation a lane never seals two batches under one sequence.
TEST_F(RecoveredStateTest, OwnIncarnationIsGreaterThanAnyKnown) {
  const VerifiedIntake closed = ledger_.close({ledger_.put("a")});
  const auto known = closed.verified.signed_header.header.incarnation;
  const auto start = recover_now();
  ASSERT_TRUE(start.has_value());
  EXPECT_GT(start->lanes.own_incarnation, known);
  std::ignore = ledger_.commit({ledger_.deliver({closed})});
  EXPECT_GT(recover_now()->lanes.own_incarnation, known);
}

TEST_F(RecoveredStateTest, RecordsComeBackInOrderWithHowManyAreSettled) {
  record(consensus::NewRecord{consensus::Epoch{1}, consensus::View{5}});
  record(consensus::CertifiedView{consensus::Epoch{1}, consensus::View{6}}, /*is_settled=*/false);
  const auto start = recover_now();
  ASSERT_TRUE(start.has_value());
  ASSERT_EQ(start->replica.journal.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<consensus::CertifiedView>(start->replica.journal[1]));
  EXPECT_EQ(start->replica.settled, 1U);
}

// C15: it then signs nothing, so nothing needs to be compared.
TEST_F(RecoveredStateTest, WithoutASafetyRecordTheLedgerIsFollowedFromWhereItEnds) {
  const Delivery first = ledger_.deliver({});
  std::ignore = ledger_.commit({first});
  const auto start = recover({&genesis_, nullptr, &ledger_.database(),
                              Executor::genesis_root(testing::a_genesis()), kNow});
  ASSERT_TRUE(start.has_value());
  EXPECT_TRUE(start->replica.journal.empty());
  EXPECT_EQ(start->replica.tip.header.height, Height{1});
}

TEST_F(RecoveredStateTest, RecordOfAnotherVersionIsRefused) {
  replay_.records = {Bytes{0xff, 0xff, 0xff}};
  EXPECT_THAT(refusal(), HasSubstr("cannot read"));
}

TEST_F(RecoveredStateTest, DatabaseThatLacksASettledCommitIsRefused) {
  const Delivery first = ledger_.deliver({});
  const Delivery second = ledger_.deliver({});
  std::ignore = ledger_.commit({first});
  record(consensus::WitnessedCommit{Height{2}, second.deliver.digest, {}});
  EXPECT_THAT(refusal(), HasSubstr("not of one history"));
}

TEST_F(RecoveredStateTest, LastRoundOfTheRecordMayBeAheadOfTheDatabase) {
  const Delivery first = ledger_.deliver({});
  const Delivery second = ledger_.deliver({});
  std::ignore = ledger_.commit({first});
  record(consensus::WitnessedCommit{Height{1}, first.deliver.digest, {}});
  record(consensus::WitnessedCommit{Height{2}, second.deliver.digest, {}}, /*is_settled=*/false);
  EXPECT_EQ(refusal(), "started");
}

TEST_F(RecoveredStateTest, DatabaseOfAnotherHistoryIsRefused) {
  std::ignore = ledger_.commit({ledger_.deliver({})});
  record(consensus::WitnessedCommit{Height{1}, consensus::anchor_digest(testing::a_genesis()), {}});
  EXPECT_THAT(refusal(), HasSubstr("not of one history"));
}

TEST_F(RecoveredStateTest, RecordOlderThanTheLedgerIsRefusedAndOneBegunAnewIsNot) {
  std::vector<Delivery> deliveries;
  for (std::uint64_t i = 0; i < storage::kWitnessIntervalHeightsMax + 2; ++i) {
    deliveries.push_back(ledger_.deliver({}));
  }
  const consensus::WitnessedCommit early{Height{1}, deliveries.front().deliver.digest, {}};
  std::ignore = ledger_.commit(std::move(deliveries));
  const auto starts_with = [&](std::optional<consensus::View> vote_above) {
    replay_ = {};
    record(consensus::NewRecord{consensus::Epoch{1}, vote_above});
  };
  starts_with(std::nullopt);
  EXPECT_EQ(refusal(), "started") << "by command, beside a ledger that was kept";
  starts_with(consensus::View{900});
  EXPECT_EQ(refusal(), "started") << "the same, compacted";
  record(early);
  EXPECT_THAT(refusal(), HasSubstr("older than the database"));
  starts_with(consensus::View{0});
  EXPECT_THAT(refusal(), HasSubstr("older than the database")) << "from before the first block";
}

}  // namespace
}  // namespace vitalstream::node
