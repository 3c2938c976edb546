// S1: what a peer that catches up is answered from the database.
#include "node/app/store_server.hpp"

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <set>

#include "app/a_ledger.hpp"
#include "app/recording_link.hpp"
#include "net/wire/limits.hpp"
#include "node/app/limits.hpp"

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
  }
  void broadcast(std::shared_ptr<const Bytes>, Urgency) override {}
  void cut(consensus::ValidatorId, const std::string&) override {}

  std::promise<void> begun;
  std::promise<void> go_on;
  std::map<consensus::ValidatorId, std::size_t> sent;
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
  const VerifiedIntake sealed = ledger_.seal({ledger_.put("a"), ledger_.put("b", Bytes{1, 2, 3})});
  StoreServer server(ledger_.database(), link_, testing::a_set());
  server.send_batches(kAsker, {consensus::BatchDigest{}, sealed.verified.digest});
  server.finish();
  const auto sent = link_.sent();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].urgency, Urgency::Bulk);
  EXPECT_EQ(*sent[0].bytes, net::encode_batch(sealed.cached->stored, sealed.cached->attachments));
}

TEST_F(StoreServerTest, OneThatAsksWithoutEndKeepsNobodyElseFromAnAnswer) {
  const VerifiedIntake sealed = ledger_.seal({ledger_.put("a")});
  SlowLink link;
  StoreServer server(ledger_.database(), link, testing::a_set());
  for (std::size_t i = 0; i < 10 * kStoreRequestsPerPeerMax; ++i) {
    server.send_batches(consensus::ValidatorIndex{1}, {sealed.verified.digest});
  }
  link.begun.get_future().wait();
  server.send_batches(kAsker, {sealed.verified.digest});
  link.go_on.set_value();
  server.finish();
  EXPECT_EQ(link.sent[testing::a_set().at(consensus::ValidatorIndex{1}).id],
            kStoreRequestsPerPeerMax);
  EXPECT_EQ(link.sent[testing::a_set().at(kAsker).id], 1U);
}

}  // namespace
}  // namespace vitalstream::node
