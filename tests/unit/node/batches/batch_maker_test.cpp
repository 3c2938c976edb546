// L1: what a lane closes is signed, chained, and passes what every other validator asks of it.
#include "node/batches/batch_maker.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "consensus/lanes/intake.hpp"
#include "consensus/lanes/limits.hpp"
#include "consensus/lanes/own_lane.hpp"
#include "ledger/types/batch_room.hpp"
#include "net/wire/peer_message.hpp"
#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using testing::ALedger;
using testing::Pending;

Result<VerifiedIntake, BatchFault> judged_by_another(const VerifiedIntake& closed) {
  auto frame = net::decode_stored_batch(closed.cached->stored);
  frame->attachments = closed.cached->attachments;
  VerifyWorker worker;
  return verify_batch({testing::a_genesis(), testing::a_set()}, *frame,
                      consensus::VerifyDepth::Full, worker);
}

TEST(BatchMaker, OthersFindNothingWrongWithABatch) {
  ALedger ledger;
  const VerifiedIntake closed = ledger.close({ledger.put("a"), ledger.put("b", Bytes{1, 2, 3})});
  const auto judged = judged_by_another(closed);
  ASSERT_TRUE(judged.has_value());
  EXPECT_EQ(judged->verified.digest, closed.verified.digest);
  EXPECT_EQ(judged->verified.leaves, closed.verified.leaves);
  EXPECT_EQ(judged->verified.total_bytes, closed.verified.total_bytes);
}

TEST(BatchMaker, BatchHasItsPlaceInTheLane) {
  ALedger ledger;
  const VerifiedIntake first = ledger.close({ledger.put("a")});
  const VerifiedIntake second = ledger.close({ledger.put("b"), ledger.put("c")});
  const consensus::BatchHeader& header = second.verified.signed_header.header;
  EXPECT_EQ(header.lane, consensus::ValidatorId{ALedger::kLaneOwner});
  EXPECT_EQ(header.sequence, consensus::Sequence{2});
  EXPECT_EQ(header.previous, first.verified.digest);
  EXPECT_EQ(header.items, 2U);
}

TEST(BatchMaker, TransactionsKeepTheOrderOfTheLane) {
  ALedger ledger;
  const std::vector items{ledger.put("b"), ledger.put("a"), ledger.put("c")};
  const VerifiedIntake closed = ledger.close(items);
  ASSERT_EQ(closed.verified.leaves.size(), 3U);
  for (std::size_t i = 0; i < items.size(); ++i) {
    EXPECT_EQ(closed.verified.leaves[i], items[i]->transaction->leaf.value());
  }
}

TEST(BatchMaker, KeyOfAnotherLaneIsNoneOfThisOne) {
  const BatchMaker maker(testing::a_genesis(), testing::a_certified_lane_key(2, 7),
                         testing::validator_key(9));
  const ALedger ledger;
  consensus::CloseBatch order{consensus::Incarnation{7}, consensus::Sequence{1}, {}, {}};
  order.items.resize(1);
  const auto judged = judged_by_another(maker.close(order, {ledger.put("a")}));
  ASSERT_FALSE(judged.has_value());
  EXPECT_EQ(judged.error(), BatchFault::HeaderSignature);
}

// What a lane closes of transactions that are as large as a test wants them, as its peers see it.
class ClosingAtTheLimit : public ::testing::Test {
 protected:
  struct Signers {
    std::string name;
    std::vector<ledger::testing::TestKey> keys;  // of one transaction each, in turn
    std::size_t certificate_bytes = 64;          // of the lane key
  };
  static std::vector<Signers> all_signers() {
    const auto ed25519 = ledger::testing::a_key(1);
    return {{"one signer", {ed25519}},
            {"both algorithms", {ed25519, ledger::testing::a_p256_key(2)}},
            {"many signers",
             {ed25519, ledger::testing::a_p256_key(2), ledger::testing::a_key(3),
              ledger::testing::a_p256_key(4)}},
            {"the largest signatures", {ed25519}, consensus::kSignatureBytesMax}};
  }

  static Pending a_pending(const ledger::testing::TestKey& key, std::string_view jti,
                           const ledger::testing::TransactionBuilder& builder) {
    auto named = builder;
    PendingTx made{named.key(key).jti(jti).build(), key.key, {}, 0, 0};
    made.body_bytes = ledger::batch_item_bytes({&made.key, made.transaction->envelope});
    return std::make_shared<const PendingTx>(std::move(made));
  }
  // With attachments (that nothing is asked of here) so that item and they take so many bytes.
  static Pending grown_to(const ledger::testing::TestKey& key, std::string_view jti,
                          std::size_t bytes) {
    PendingTx made{ledger::testing::TransactionBuilder{}.key(key).jti(jti).build(),
                   key.key,
                   {ledger::Attachment{}},
                   0,
                   0};
    made.body_bytes = ledger::batch_item_bytes({&made.key, made.transaction->envelope});
    const std::size_t least = made.body_bytes + ledger::attachment_list_bytes(made.attachments);
    made.attachments.front().content = Bytes(bytes - least);
    made.attachment_bytes = ledger::attachment_list_bytes(made.attachments);
    return std::make_shared<const PendingTx>(std::move(made));
  }

  // Closes them all as a lane does and offers each batch to a peer. Returns how many there were.
  static std::size_t seal_all(const Signers& signers, const std::vector<Pending>& items) {
    consensus::LaneKey lane_key = testing::a_certified_lane_key(2, 7);
    lane_key.signature.resize(signers.certificate_bytes);
    const BatchMaker maker(testing::a_genesis(), lane_key, testing::lane_signing_key());
    consensus::OwnLane lane(consensus::LaneParameters{}, consensus::Incarnation{7}, std::nullopt);
    for (std::size_t i = 0; i < items.size(); ++i) {
      const consensus::Submit submit{consensus::TxHandle{i},
                                     static_cast<std::uint32_t>(items[i]->body_bytes),
                                     static_cast<std::uint32_t>(items[i]->attachment_bytes)};
      EXPECT_TRUE(std::holds_alternative<consensus::Admitted>(lane.submit({}, submit, {})));
    }
    std::size_t batches = 0;
    const Instant later{1'000'000};
    while (const auto order = lane.close(later, {})) {
      std::vector<Pending> ordered;
      for (const consensus::TxHandle handle : order->items) {
        ordered.push_back(items[handle.value()]);
      }
      const VerifiedIntake closed = maker.close(*order, ordered);
      EXPECT_TRUE(is_taken(closed)) << closed.verified.total_bytes << " bytes";
      EXPECT_TRUE(lane.closed(closed.verified));
      ++batches;
    }
    return batches;
  }

  static bool is_taken(const VerifiedIntake& closed) {
    const Bytes message = net::encode_batch(closed.cached->stored, closed.cached->attachments);
    const auto decoded = net::decode_peer_message(message);
    if (!decoded) {
      return false;
    }
    const auto& frame = std::get<net::BatchFrame>(*decoded);
    const consensus::HeldBatches held(testing::a_set(), {});
    consensus::Intake intake(testing::a_set(), consensus::ValidatorId{1});
    const consensus::BatchArrived arrived{consensus::ValidatorIndex{1}, frame.header,
                                          closed.verified.digest,
                                          frame.stored.size() + frame.attachments.size()};
    const auto effect =
        intake.on_arrived({}, arrived, held, consensus::Fetcher(milliseconds(100), 1));
    const std::size_t items = closed.verified.leaves.size();
    return std::holds_alternative<consensus::VerifyBatch>(effect) &&
           (frame.attachments.empty() ||
            ledger::decode_attachments(frame.attachments, items).has_value());
  }
};

// Where the lane ends a batch, and where peers stop taking one: both borders, one byte at a time.
TEST_F(ClosingAtTheLimit, PeersTakeBatchesOfEverySize) {
  constexpr std::size_t kAround = 24;
  for (const Signers& signers : all_signers()) {
    std::vector<std::size_t> counts;
    for (const std::size_t border :
         {consensus::kCloseBytesMax, consensus::kBatchBytesMax - 150, consensus::kBatchBytesMax}) {
      for (std::size_t sum = border - kAround; sum <= border + kAround; ++sum) {
        SCOPED_TRACE(signers.name + ", items of " + std::to_string(sum) + " bytes");
        std::vector<Pending> items;
        for (std::size_t i = 0; i < 4; ++i) {
          const std::size_t bytes = i == 0 ? sum - 3 * (sum / 4) : sum / 4;
          items.push_back(
              grown_to(signers.keys[i % signers.keys.size()], "t" + std::to_string(i), bytes));
        }
        EXPECT_EQ(seal_all(signers, items), sum <= consensus::kCloseBytesMax ? 1U : 2U);
      }
    }
  }
}

TEST_F(ClosingAtTheLimit, PeersTakeBodiesOfEverySize) {
  constexpr std::size_t kAround = 24;
  constexpr std::size_t kItems = 20;
  const auto of_size = [](std::size_t filler) {
    return ledger::testing::TransactionBuilder{}.op(
        "record.put", R"({"id":")" + std::string(filler, 'x') + R"("})");
  };
  for (const Signers& signers : all_signers()) {
    const auto key_of = [&](std::size_t i) { return signers.keys[i % signers.keys.size()]; };
    // All but the last alike; the last fills the body up to the byte.
    std::vector<Pending> items;
    std::size_t body = 0;
    for (std::size_t i = 0; i + 1 < kItems; ++i) {
      items.push_back(a_pending(key_of(i), "t" + std::to_string(10 + i), of_size(12'900)));
      body += items.back()->body_bytes;
    }
    const std::size_t last = a_pending(key_of(kItems - 1), "last", of_size(1'000))->body_bytes;
    for (std::size_t sum = consensus::kCloseBodyBytes - kAround;
         sum <= consensus::kCloseBodyBytes + kAround; ++sum) {
      SCOPED_TRACE(signers.name + ", body of " + std::to_string(sum) + " bytes");
      auto all = items;
      all.push_back(a_pending(key_of(kItems - 1), "last", of_size(sum - body - last + 1'000)));
      ASSERT_EQ(body + all.back()->body_bytes, sum);
      EXPECT_EQ(seal_all(signers, all), sum <= consensus::kCloseBodyBytes ? 1U : 2U);
    }
  }
}

}  // namespace
}  // namespace vitalstream::node
