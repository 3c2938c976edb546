#include "node/driver/peer_inbox.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>

#include "node/driver/driver.hpp"
#include "support/a_batch.hpp"

namespace vitalstream::node {
namespace {

using consensus::ValidatorIndex;

class DeafLink final : public PeerLink {
 public:
  explicit DeafLink(std::promise<std::string>& cut) : cut_(cut) {}
  void send(consensus::ValidatorId, std::shared_ptr<const Bytes>, Urgency) override {}
  void broadcast(std::shared_ptr<const Bytes>, Urgency) override {}
  void cut(consensus::ValidatorId, const std::string& reason) override { cut_.set_value(reason); }

 private:
  std::promise<std::string>& cut_;
};

// Tells of the first question for the store and of the first batch. The driver is an observer's: it
// persists nothing.
class HeardNode final : public RecordPort,
                        public VotePort,
                        public LaneKeyPort,
                        public DeliveryPort,
                        public StorePort,
                        public BatchPort,
                        public ContentPort,
                        public SubmissionPort,
                        public OperatorPort {
 public:
  void persist(EffectGate::Ticket, std::vector<Bytes>) override {}
  void rotate(EffectGate::Ticket, std::vector<Bytes>) override {}
  void sign(const consensus::VoteSubject&) override {}
  void deliver(Delivery) override {}
  void answer(const consensus::AnswerFromStore& question) override { asked_.set_value(question); }
  void send_batches(ValidatorIndex, std::vector<WantedBytes>) override {}
  bool store(const consensus::BatchDigest& digest, const CachedBatch&) override {
    stored_.set_value(digest);
    return true;
  }
  bool take(ValidatorIndex, const consensus::BatchDigest&, const OfferedBatch&) override {
    return false;
  }
  void forget(const std::vector<consensus::BatchDigest>&) override {}
  void renew(consensus::Incarnation) override {}
  void admitted(consensus::TxHandle) override {}
  void refused_busy(consensus::TxHandle, Duration) override {}
  void evidence(const consensus::Evidence&) override {}
  void alarm(const std::string&) override {}
  void halt(const consensus::Halt&) override {}

  std::future<consensus::AnswerFromStore> asked() { return asked_.get_future(); }
  std::future<consensus::BatchDigest> stored() { return stored_.get_future(); }

 private:
  std::promise<consensus::AnswerFromStore> asked_;
  std::promise<consensus::BatchDigest> stored_;
};

// A credit, and when it has come back.
struct Credit {
  std::shared_ptr<void> held;
  std::future<void> returned;
};

Credit a_credit() {
  auto returned = std::make_shared<std::promise<void>>();
  auto future = returned->get_future();
  return {std::shared_ptr<void>(nullptr, [returned](void*) { returned->set_value(); }),
          std::move(future)};
}

class Inbox : public ::testing::Test {
 protected:
  ~Inbox() override {
    pool_.stop();
    driver_.stop();
  }
  void SetUp() override {
    if (starts_at_once()) {
      driver_.start();
    }
  }
  [[nodiscard]] virtual bool starts_at_once() const { return true; }

  [[nodiscard]] bool receive(Bytes bytes, Credit& credit, ValidatorIndex from = ValidatorIndex{1}) {
    return inbox_.receive(from, std::make_shared<const Bytes>(std::move(bytes)),
                          std::move(credit.held));
  }
  [[nodiscard]] bool receive(const consensus::Message& message, Credit& credit,
                             ValidatorIndex from = ValidatorIndex{1}) {
    return receive(net::encode_message(message, {}), credit, from);
  }
  [[nodiscard]] consensus::EngineStatus status() { return *desk_.fresh_status(); }
  [[nodiscard]] Instant heard_of_sender() { return status().replica.last_heard.at(1); }

  // The first block, by the leader of the first view.
  [[nodiscard]] static consensus::Proposal a_proposal() {
    const consensus::ValidatorSet set = testing::a_set();
    const ValidatorIndex leader = set.leader(consensus::View{1});
    consensus::Proposal proposal;
    proposal.block.header.epoch = set.epoch();
    proposal.block.header.height = consensus::Height{1};
    proposal.block.header.payload = consensus::payload_digest({});
    const auto digest = consensus::block_digest(testing::a_genesis(), proposal.block.header);
    proposal.vote.subject =
        consensus::make_notarize(set.epoch(), consensus::View{1}, consensus::View{0}, digest);
    proposal.vote.signer = leader;
    proposal.vote.signature =
        testing::validator_key(set.at(leader).id.value())
            .sign(consensus::signing_bytes(testing::a_genesis(), proposal.vote.subject));
    return proposal;
  }

  [[nodiscard]] static std::unique_ptr<consensus::Engine> an_observer() {
    const consensus::ValidatorSet set = testing::a_set();
    consensus::EngineStart start;
    start.replica.tip =
        consensus::genesis_tip(testing::a_genesis(), set.epoch(), UnixMs{1'000}, {});
    return std::make_unique<consensus::Engine>(
        consensus::EngineOptions{{testing::a_genesis(), set, std::nullopt, {}},
                                 {set, std::nullopt}},
        std::move(start));
  }

  std::promise<std::string> cut_;
  DeafLink link_{cut_};
  HeardNode node_;
  IntakeContext context_{testing::a_genesis(), testing::a_set()};
  VerifyPool pool_{1};
  EngineDesk desk_;
  Driver driver_{{an_observer(),
                  context_,
                  nullptr,
                  desk_,
                  {link_, pool_, node_, node_, node_, node_, node_, node_, node_, node_, node_}}};
  PeerInbox inbox_{desk_};
};

TEST_F(Inbox, WhatIsNoMessageEndsTheSession) {
  Credit credit = a_credit();
  EXPECT_FALSE(receive(Bytes{}, credit));
  EXPECT_FALSE(receive(Bytes{0xFF, 1, 2}, credit));
  Bytes cut = net::encode_message(consensus::Question{}, {});
  cut.pop_back();
  EXPECT_FALSE(receive(cut, credit));
}

TEST_F(Inbox, AQuestionReachesTheEngineWithTheNameOfWhoAsks) {
  const consensus::FinalRangeRequest request{consensus::Height{1}, 3};
  Credit credit = a_credit();
  ASSERT_TRUE(receive(request, credit));
  const consensus::AnswerFromStore asked = node_.asked().get();
  EXPECT_EQ(asked.to, ValidatorIndex{1});
  EXPECT_EQ(std::get<consensus::FinalRangeRequest>(asked.request), request);
}

// What was left before the engine's thread runs waits for it.
class InboxBeforeTheStart : public Inbox {
 protected:
  [[nodiscard]] bool starts_at_once() const override { return false; }
};

TEST_F(InboxBeforeTheStart, AMessageKeepsItsSendersBudgetTakenUntilTheEngineHasHeardIt) {
  Credit question = a_credit();
  Credit vote = a_credit();
  ASSERT_TRUE(receive(consensus::Question{}, question));
  ASSERT_TRUE(receive(a_proposal().vote, vote));
  EXPECT_EQ(question.returned.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
  EXPECT_EQ(vote.returned.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  driver_.start();
  question.returned.get();
  vote.returned.get();
}

TEST_F(Inbox, ABatchIsVerifiedAndStored) {
  const testing::ABatch batch;
  Credit credit = a_credit();
  ASSERT_TRUE(receive(net::encode_batch(batch.stored(), batch.attachments()), credit));
  EXPECT_EQ(node_.stored().get(), batch.verify()->verified.digest);
}

TEST_F(Inbox, ABatchWithAFalseSignatureGivesItsCreditBackAndIsNotStored) {
  testing::ABatch batch;
  batch.spoil_signature();
  Credit credit = a_credit();
  auto stored = node_.stored();
  ASSERT_TRUE(receive(net::encode_batch(batch.stored(), batch.attachments()), credit));
  credit.returned.get();
  EXPECT_EQ(stored.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
}

TEST_F(Inbox, AForgedProposalCostsItsLeaderTheSession) {
  consensus::Proposal proposal = a_proposal();
  ++proposal.vote.signature[0];
  Credit forged = a_credit();
  ASSERT_TRUE(receive(proposal, forged, proposal.vote.signer));
  forged.returned.get();
  EXPECT_EQ(cut_.get_future().get(), "a proposal that its leader has not signed");
  EXPECT_NE(status().replica.progress, consensus::Progress::AwaitingVotes);
}

// C6: before anything is verified, and without a word to the engine.
TEST_F(Inbox, AProposalOutsideTheWindowIsDroppedWithoutBlame) {
  consensus::Proposal proposal = a_proposal();
  proposal.vote.subject.view = consensus::View{4'000'001};
  Credit far = a_credit();
  ASSERT_TRUE(receive(proposal, far, proposal.vote.signer));
  far.returned.get();
  EXPECT_EQ(inbox_.out_of_window(), 1U);
  proposal.vote.subject.view = consensus::View{0};
  Credit passed = a_credit();
  ASSERT_TRUE(receive(proposal, passed, proposal.vote.signer));
  passed.returned.get();
  EXPECT_EQ(inbox_.out_of_window(), 2U);
  EXPECT_EQ(status().replica.refused.proposals, 0U);
  EXPECT_EQ(cut_.get_future().wait_for(std::chrono::seconds(0)), std::future_status::timeout);
}

// S1: nobody has them verified who was not asked.
TEST_F(Inbox, FinalBlocksThatWereNotAskedForAreDroppedUnverified) {
  consensus::FinalRangeResponse response;
  response.finalization = consensus::Certificate{
      {}, {{ValidatorIndex{0}, Bytes(64, 1)}, {ValidatorIndex{1}, Bytes(64, 2)}}};
  Credit credit = a_credit();
  ASSERT_TRUE(receive(response, credit));
  credit.returned.get();
  EXPECT_EQ(status().replica.refused.ranges, 1U);
  EXPECT_EQ(status().replica.final_height, consensus::Height{0});
}

}  // namespace
}  // namespace vitalstream::node
