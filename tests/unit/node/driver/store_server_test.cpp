// S1: what a peer that catches up is answered from the database.
#include "node/driver/store_server.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <vector>

#include "net/wire/limits.hpp"
#include "node/driver/limits.hpp"
#include "support/a_ledger.hpp"
#include "support/recording_link.hpp"

namespace vitalstream::node {
namespace {

using consensus::FinalRangeRequest;
using consensus::FinalRangeResponse;
using consensus::Height;
using testing::ALedger;

const consensus::ValidatorIndex kAsker{2};

// Counts what is sent to whom; the first message waits until the test lets it go. Until the server
// is finished only its thread comes here.
class SlowLink final : public PeerLink {
 public:
  void send(consensus::ValidatorId to, std::shared_ptr<const Bytes>, Urgency) override {
    if (sent.empty()) {
      begun.set_value();
      go_on.get_future().wait();
    }
    ++sent[to];
    order.push_back(to);
  }
  void broadcast(std::shared_ptr<const Bytes>, Urgency) override {}
  void cut(consensus::ValidatorId, const std::string&) override {}

  std::promise<void> begun;
  std::promise<void> go_on;
  std::map<consensus::ValidatorId, std::size_t> sent;
  std::vector<consensus::ValidatorId> order;
};

// A network whose peers take nothing until they are let go.
class KeepingLink final : public PeerLink {
 public:
  using Kept = std::multimap<consensus::ValidatorId, std::shared_ptr<const Bytes>>;

  void send(consensus::ValidatorId to, std::shared_ptr<const Bytes> message, Urgency) override {
    const std::lock_guard lock(mutex_);
    kept_.emplace(to, std::move(message));
    changed_.notify_all();
  }
  void broadcast(std::shared_ptr<const Bytes>, Urgency) override {}
  void cut(consensus::ValidatorId, const std::string&) override {}

  [[nodiscard]] bool wait_for(const std::function<bool(const Kept&)>& condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(60), [&] { return condition(kept_); });
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    kept_.clear();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  Kept kept_;
};

class StoreServerTest : public ::testing::Test {
 protected:
  // Blocks 1 to `count`; those in `indirect` are final by a later one.
  void commit(std::uint64_t count, const std::set<std::uint64_t>& indirect = {}) {
    std::vector<Delivery> deliveries;
    for (std::uint64_t height = 1; height <= count; ++height) {
      deliveries.push_back(ledger_.deliver({}));
      deliveries.back().deliver.finalizes_directly = !indirect.contains(height);
      digests_.push_back(deliveries.back().deliver.digest);
    }
    std::ignore = ledger_.commit(std::move(deliveries));
  }
  void ask(const std::variant<consensus::BlockRequest, FinalRangeRequest>& request) {
    StoreServer server(ledger_.database(), link_, testing::a_set());
    server.answer({kAsker, request});
    server.finish();
  }
  // The answer to one range; nothing if there was none.
  std::optional<FinalRangeResponse> range(std::uint64_t first, std::uint32_t count) {
    ask(FinalRangeRequest{Height{first}, count});
    const auto answers = link_.messages<FinalRangeResponse>();
    return answers.empty() ? std::nullopt : std::optional(answers.back());
  }
  static std::pair<std::uint64_t, std::uint64_t> heights(const FinalRangeResponse& response) {
    return {response.blocks.front().header.height.value(),
            response.blocks.back().header.height.value()};
  }

  ALedger ledger_;
  std::vector<consensus::BlockDigest> digests_;
  testing::RecordingLink link_;
};

TEST_F(StoreServerTest, BlockIsFoundByItsDigest) {
  commit(3);
  ask(consensus::BlockRequest{digests_[1]});
  const auto answers = link_.messages<consensus::BlockResponse>();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].block.header.height, Height{2});
  EXPECT_EQ(link_.sent()[0].to, testing::a_set().at(kAsker).id);
  EXPECT_EQ(link_.sent()[0].urgency, Urgency::Reply);
}

TEST_F(StoreServerTest, NothingIsSaidAboutAnUnknownBlock) {
  commit(1);
  ask(consensus::BlockRequest{consensus::anchor_digest(testing::a_genesis())});
  EXPECT_TRUE(link_.sent().empty());
}

TEST_F(StoreServerTest, RangeEndsWhereItWasAskedToWithTheProofOfItsLastBlock) {
  commit(5);
  const auto answer = range(2, 3);
  ASSERT_TRUE(answer);
  EXPECT_EQ(heights(*answer), std::pair(2UL, 4UL));
  ASSERT_TRUE(answer->finalization);
  EXPECT_EQ(answer->finalization->subject.block, digests_[3]);
}

TEST_F(StoreServerTest, RangeEndsAtTheNewestBlockIfLessIsThere) {
  commit(3);
  EXPECT_EQ(heights(*range(2, 100)), std::pair(2UL, 3UL));
}

TEST_F(StoreServerTest, RangeStopsShortAtTheLastBlockThatHasAProof) {
  commit(5, {4, 5});
  EXPECT_EQ(heights(*range(1, 100)), std::pair(1UL, 3UL));
}

TEST_F(StoreServerTest, RangeGoesOnToTheFirstProofIfThereIsNoneWithin) {
  commit(6, {1, 2, 3, 4});
  const auto answer = range(1, 2);
  ASSERT_TRUE(answer);
  EXPECT_EQ(heights(*answer), std::pair(1UL, 5UL));
  EXPECT_EQ(answer->finalization->subject.block, digests_[4]);
}

TEST_F(StoreServerTest, WithoutAnyProofNothingIsSaid) {
  commit(3, {1, 2, 3});
  EXPECT_FALSE(range(1, 100));
}

TEST_F(StoreServerTest, RangeIsBoundedHoweverManyAreAskedFor) {
  commit(net::kFinalRangeBlocksMax + 5);
  EXPECT_EQ(range(1, 1'000'000)->blocks.size(), net::kFinalRangeBlocksMax);
}

TEST_F(StoreServerTest, BlocksThatAreNotThereYetAreNoAnswer) {
  commit(2);
  EXPECT_FALSE(range(3, 10));
}

TEST_F(StoreServerTest, BatchesGoOutWithTheirAttachmentsAndUnknownOnesAreLeftOut) {
  const VerifiedIntake closed = ledger_.close({ledger_.put("a"), ledger_.put("b", Bytes{1, 2, 3})});
  StoreServer server(ledger_.database(), link_, testing::a_set());
  server.send_batches(kAsker,
                      {{consensus::BatchDigest{}, nullptr}, {closed.verified.digest, nullptr}});
  server.finish();
  const auto sent = link_.sent();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].urgency, Urgency::Bulk);
  EXPECT_EQ(*sent[0].bytes, net::encode_batch(closed.cached->stored, closed.cached->attachments));
}

TEST_F(StoreServerTest, OneThatAsksWithoutEndKeepsNobodyElseFromAnAnswer) {
  const VerifiedIntake closed = ledger_.close({ledger_.put("a")});
  SlowLink link;
  StoreServer server(ledger_.database(), link, testing::a_set());
  for (std::size_t i = 0; i < 10 * kStoreReadsPerPeerMax; ++i) {
    server.send_batches(consensus::ValidatorIndex{1}, {{closed.verified.digest, nullptr}});
  }
  link.begun.get_future().wait();
  server.send_batches(kAsker, {{closed.verified.digest, nullptr}});
  link.go_on.set_value();
  server.finish();
  EXPECT_EQ(link.sent[testing::a_set().at(consensus::ValidatorIndex{1}).id], kStoreReadsPerPeerMax);
  EXPECT_EQ(link.sent[testing::a_set().at(kAsker).id], 1U);
  EXPECT_EQ(server.refused(), 9 * kStoreReadsPerPeerMax);
}

TEST_F(StoreServerTest, ABatchThatIsStillInMemoryIsNotLookedFor) {
  const VerifiedIntake closed = ledger_.close({ledger_.put("a")});
  StoreServer server(ledger_.database(), link_, testing::a_set());
  server.send_batches(kAsker, {{consensus::BatchDigest{}, closed.cached}});
  server.finish();
  ASSERT_EQ(link_.sent().size(), 1U);
  EXPECT_EQ(*link_.sent()[0].bytes,
            net::encode_batch(closed.cached->stored, closed.cached->attachments));
}

// Two megabytes each stand before everybody else otherwise.
TEST_F(StoreServerTest, WhoAsksForLittleWaitsForOneOfEachOther) {
  const VerifiedIntake closed = ledger_.close({ledger_.put("a")});
  SlowLink link;
  StoreServer server(ledger_.database(), link, testing::a_set());
  const consensus::ValidatorIndex greedy{1};
  server.send_batches(greedy, std::vector(64, WantedBytes{closed.verified.digest, nullptr}));
  link.begun.get_future().wait();
  server.send_batches(kAsker, {{closed.verified.digest, nullptr}});
  link.go_on.set_value();
  server.finish();
  const auto& order = link.order;
  const auto turn = std::ranges::find(order, testing::a_set().at(kAsker).id) - order.begin();
  EXPECT_LE(turn, 2);
  EXPECT_EQ(order.size(), 65U);
}

TEST_F(StoreServerTest, NothingIsReadForOneThatDoesNotTakeWhatWasReadForIt) {
  const Bytes large(1024 * 1024, 7);
  const VerifiedIntake closed = ledger_.close({ledger_.put("a", large)});
  KeepingLink link;
  StoreServer server(ledger_.database(), link, testing::a_set());
  const consensus::ValidatorIndex slow{1};
  server.send_batches(slow, std::vector(64, WantedBytes{closed.verified.digest, nullptr}));
  server.send_batches(kAsker, {{closed.verified.digest, nullptr}});
  const consensus::ValidatorId slow_id = testing::a_set().at(slow).id;
  const consensus::ValidatorId other_id = testing::a_set().at(kAsker).id;
  // One more begins while there is a byte of room.
  const std::size_t fit = kStoreUnsentBytesPerPeerMax / large.size();
  ASSERT_TRUE(link.wait_for([&](const KeepingLink::Kept& kept) {
    return kept.count(slow_id) >= fit && kept.count(other_id) == 1;
  }));
  link.let_go();
  ASSERT_TRUE(link.wait_for([&](const KeepingLink::Kept& kept) {
    return kept.count(slow_id) >= fit;
  })) << "there is room again";
  server.finish();
  std::size_t kept_at_the_end = 0;
  ASSERT_TRUE(link.wait_for([&](const KeepingLink::Kept& kept) {
    kept_at_the_end = kept.count(slow_id);
    return true;
  }));
  EXPECT_LE(kept_at_the_end, fit + 1);
}

}  // namespace
}  // namespace vitalstream::node
