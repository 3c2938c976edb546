// The driver with a real engine: one validator that agrees with itself, whose disk and key are
// played by the test. C14 above all: nothing is said before what it speaks of is durable.
#include "node/driver/driver.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>

#include "support/a_ledger.hpp"
#include "support/recording_link.hpp"

namespace vitalstream::node {
namespace {

using testing::ALedger;

constexpr std::chrono::seconds kPatience{30};

consensus::EngineStart a_start(const consensus::ValidatorSet& set) {
  consensus::EngineStart start;
  const consensus::NewRecord proven{set.epoch(), consensus::View{0}};
  start.replica.journal = {proven, proven};
  start.replica.settled = 2;
  start.replica.tip = consensus::genesis_tip(testing::a_genesis(), set.epoch(), UnixMs{1'000},
                                             Executor::genesis_root(testing::a_genesis()));
  start.lanes.own_incarnation = consensus::Incarnation{7};
  return start;
}

consensus::ValidatorSet the_first(std::size_t count) {
  auto validators = testing::a_set().validators();
  validators.resize(count);
  return {consensus::Epoch{1}, std::move(validators)};
}

// What the driver asks of the node, in the order in which it asked: one object, a port for each
// receiver.
class PlayedNode final : public RecordPort,
                         public VotePort,
                         public LaneKeyPort,
                         public DeliveryPort,
                         public StorePort,
                         public BatchPort,
                         public ContentPort,
                         public SubmissionPort,
                         public OperatorPort {
 public:
  void persist(EffectGate::Ticket ticket, std::vector<Bytes>) override {
    note("persist");
    on_persist(ticket);
  }
  void rotate(EffectGate::Ticket ticket, std::vector<Bytes>) override { on_persist(ticket); }
  void sign(const consensus::VoteSubject& subject) override {
    note("sign");
    on_sign(subject);
  }
  void deliver(Delivery delivery) override {
    {
      const std::lock_guard lock(mutex_);
      delivered_.push_back(std::move(delivery));
    }
    note("deliver");
  }
  void answer(const consensus::AnswerFromStore&) override {}
  void send_batches(consensus::ValidatorIndex, std::vector<WantedBytes>) override {
    note("send batches");
  }
  bool store(const consensus::BatchDigest&, const CachedBatch&) override {
    note("store");
    return true;
  }
  bool take(consensus::ValidatorIndex, const consensus::BatchDigest&,
            const OfferedBatch&) override {
    return takes_content;
  }
  void forget(const std::vector<consensus::BatchDigest>&) override {}
  void renew(consensus::Incarnation) override { note("renew"); }
  void admitted(consensus::TxHandle) override { note("admitted"); }
  void refused_busy(consensus::TxHandle, Duration) override { note("busy"); }
  void evidence(const consensus::Evidence&) override { note("evidence"); }
  void alarm(const std::string&) override {}
  void halt(const consensus::Halt&) override {}

  std::atomic<bool> takes_content = false;
  // On the driver's thread.
  std::function<void(EffectGate::Ticket)> on_persist = [](EffectGate::Ticket) {};
  std::function<void(const consensus::VoteSubject&)> on_sign = [](const auto&) {};

  [[nodiscard]] bool wait_for(const std::string& what) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return has(what); });
  }
  [[nodiscard]] bool happened(const std::string& what) {
    const std::lock_guard lock(mutex_);
    return has(what);
  }
  [[nodiscard]] std::vector<Delivery> delivered() {
    const std::lock_guard lock(mutex_);
    return delivered_;
  }

 private:
  void note(std::string what) {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(what));
    changed_.notify_all();
  }
  [[nodiscard]] bool has(const std::string& what) const {
    return std::ranges::find(events_, what) != events_.end();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> events_;
  std::vector<Delivery> delivered_;
};

class DriverTest : public ::testing::Test {
 protected:
  // Validator 1 of a set of so many.
  explicit DriverTest(std::size_t validators = 1) : set_(the_first(validators)), driver_(parts()) {
    node_.on_sign = [this](const consensus::VoteSubject& subject) { sign(subject); };
  }
  ~DriverTest() override {
    pool_.stop();
    driver_.stop();
  }

  Driver::Parts parts() {
    consensus::EngineOptions options{{testing::a_genesis(), set_, consensus::ValidatorIndex{0}, {}},
                                     {set_, consensus::ValidatorIndex{0}}};
    options.replica.process = testing::a_certified_lane_key(1, 7);
    return {
        std::make_unique<consensus::Engine>(std::move(options), a_start(set_)),
        {testing::a_genesis(), set_},
        std::make_shared<const BatchMaker>(
            testing::a_genesis(), testing::a_certified_lane_key(1, 7), testing::lane_signing_key()),
        desk_,
        {link_, pool_, node_, node_, node_, node_, node_, node_, node_, node_, node_}};
  }
  void sign(const consensus::VoteSubject& subject) {
    const GenesisHash genesis = testing::a_genesis();
    VerifyWorker worker;
    const consensus::Verifier verifier(genesis, set_, worker);
    const consensus::Vote vote{
        subject, consensus::ValidatorIndex{0},
        testing::validator_key(1).sign(consensus::signing_bytes(genesis, subject))};
    desk_.post(consensus::OwnVoteSigned{*verifier.verify_vote(vote)});
  }
  // Everything that was posted before has been done when it returns.
  void settle() { std::ignore = desk_.fresh_status(); }
  [[nodiscard]] std::size_t said() { return link_.messages<consensus::Proposal>().size(); }

  consensus::ValidatorSet set_;
  ALedger ledger_;
  testing::RecordingLink link_;
  PlayedNode node_;
  VerifyPool pool_{1};
  EngineDesk desk_;
  Driver driver_;
};

class DriverOfFourTest : public DriverTest {
 protected:
  DriverOfFourTest() : DriverTest(4) {}
};

TEST_F(DriverTest, NothingIsSaidBeforeItsRecordIsDurable) {
  std::atomic<EffectGate::Ticket> last = 0;
  std::atomic<bool> disk_works = false;
  node_.on_persist = [&](EffectGate::Ticket ticket) {
    last = ticket;
    if (disk_works) {
      desk_.leave(RoundDurable{ticket});
    }
  };
  driver_.start();
  desk_.leave(Submitted{consensus::TxHandle{1}, ledger_.put("a")});
  ASSERT_TRUE(node_.wait_for("persist"));
  settle();
  EXPECT_FALSE(node_.happened("sign"));
  EXPECT_EQ(said(), 0U);
  desk_.leave(RoundDurable{last});
  disk_works = true;
  ASSERT_TRUE(node_.wait_for("deliver"));
  EXPECT_TRUE(node_.happened("sign"));
  EXPECT_EQ(said(), 1U);
}

TEST_F(DriverTest, SubmissionIsClosedOrderedAndDeliveredWithItsBatch) {
  node_.on_persist = [this](EffectGate::Ticket ticket) { desk_.leave(RoundDurable{ticket}); };
  const testing::Pending tx = ledger_.put("a");
  driver_.start();
  desk_.leave(Submitted{consensus::TxHandle{1}, tx});
  ASSERT_TRUE(node_.wait_for("deliver"));
  EXPECT_TRUE(node_.happened("admitted"));
  EXPECT_TRUE(node_.happened("store"));
  const auto delivered = node_.delivered();
  ASSERT_EQ(delivered.at(0).batches.size(), 1U);
  ASSERT_NE(delivered[0].batches[0], nullptr);
  EXPECT_EQ(delivered[0].batches[0]->parsed.transactions()[0].id, tx->transaction->id);
  EXPECT_TRUE(delivered[0].proposed) << "by this node itself";
}

// L1: nothing that was admitted is lost when the lane begins anew, whatever its batch had come to.
TEST_F(DriverTest, WhatWasAdmittedIsClosedAgainUnderANewLaneKey) {
  std::atomic<bool> disk_works = false;
  std::atomic<EffectGate::Ticket> last = 0;
  node_.on_persist = [&](EffectGate::Ticket ticket) {
    last = ticket;
    if (disk_works) {
      desk_.leave(RoundDurable{ticket});
    }
  };
  const testing::Pending tx = ledger_.put("a");
  driver_.start();
  desk_.leave(Submitted{consensus::TxHandle{1}, tx});
  ASSERT_TRUE(node_.wait_for("persist"));
  desk_.leave(BatchMakerRenewed{std::make_shared<const BatchMaker>(
      testing::a_genesis(), testing::a_certified_lane_key(1, 8), testing::lane_signing_key())});
  settle();
  desk_.leave(RoundDurable{last});
  disk_works = true;
  ASSERT_TRUE(node_.wait_for("deliver"));
  settle();
  EXPECT_FALSE(node_.happened("busy"));
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  const auto is_delivered_again = [&] {
    const auto delivered = node_.delivered();
    return std::ranges::any_of(delivered, [](const Delivery& one) {
      const auto& references = one.deliver.block.references;
      return !references.empty() && references[0].incarnation == consensus::Incarnation{8};
    });
  };
  while (!is_delivered_again() && std::chrono::steady_clock::now() < deadline) {
    settle();
  }
  EXPECT_TRUE(is_delivered_again());
}

TEST_F(DriverTest, StatusIsPublishedFromTheStart) {
  EXPECT_EQ(desk_.status(), nullptr);
  driver_.start();
  settle();
  ASSERT_NE(desk_.status(), nullptr);
  EXPECT_EQ(desk_.status()->replica.final_height, consensus::Height{0});
}

TEST_F(DriverOfFourTest, BatchOfAPeerIsVerifiedAndStored) {
  const testing::ABatch batch;
  const Bytes message = net::encode_batch(batch.stored(), batch.attachments());
  driver_.start();
  const auto bytes = std::make_shared<const Bytes>(message);
  const auto decoded = net::decode_peer_message(*bytes);
  desk_.leave(
      Offered{consensus::ValidatorIndex{1}, {bytes, std::get<net::BatchFrame>(*decoded), nullptr}});
  EXPECT_TRUE(node_.wait_for("store"));
}

TEST_F(DriverOfFourTest, ContentThatWasAskedForIsNoBatchOfALane) {
  const testing::ABatch batch;
  const auto bytes =
      std::make_shared<const Bytes>(net::encode_batch(batch.stored(), batch.attachments()));
  const auto decoded = net::decode_peer_message(*bytes);
  node_.takes_content = true;
  driver_.start();
  desk_.leave(
      Offered{consensus::ValidatorIndex{1}, {bytes, std::get<net::BatchFrame>(*decoded), nullptr}});
  settle();
  EXPECT_EQ(desk_.fresh_status()->lanes.verifying, 0U);
  EXPECT_FALSE(node_.happened("store"));
}

TEST_F(DriverOfFourTest, PeerWithoutTheAttachmentsIsNotCut) {
  const testing::ABatch batch;
  const auto bytes = std::make_shared<const Bytes>(net::encode_batch(batch.stored(), {}));
  const auto decoded = net::decode_peer_message(*bytes);
  driver_.start();
  desk_.leave(
      Offered{consensus::ValidatorIndex{2}, {bytes, std::get<net::BatchFrame>(*decoded), nullptr}});
  settle();
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (desk_.fresh_status()->lanes.verifying > 0 && std::chrono::steady_clock::now() < deadline) {
  }
  EXPECT_TRUE(link_.cut().empty());
  EXPECT_FALSE(node_.happened("store"));
}

TEST_F(DriverOfFourTest, PeerThatSendsWhatItsHeaderDoesNotDescribeIsCut) {
  testing::ABatch batch;
  const Bytes message = net::encode_batch(batch.spoil_signature().stored(), batch.attachments());
  driver_.start();
  const auto bytes = std::make_shared<const Bytes>(message);
  const auto decoded = net::decode_peer_message(*bytes);
  desk_.leave(
      Offered{consensus::ValidatorIndex{2}, {bytes, std::get<net::BatchFrame>(*decoded), nullptr}});
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (link_.cut().empty() && std::chrono::steady_clock::now() < deadline) {
    settle();
  }
  EXPECT_EQ(link_.cut(), std::vector{set_.at(consensus::ValidatorIndex{2}).id});
  EXPECT_FALSE(node_.happened("store"));
}

TEST(EffectRouter, WhatSpeaksOfTheRecordIsKnown) {
  EXPECT_TRUE(speaks(consensus::SignVote{}));
  EXPECT_TRUE(speaks(consensus::Broadcast{}));
  EXPECT_TRUE(speaks(consensus::Send{}));
  EXPECT_TRUE(speaks(consensus::Deliver{}));
  EXPECT_FALSE(speaks(consensus::Persist{}));
  EXPECT_FALSE(speaks(consensus::BroadcastBatch{})) << "it promises nothing";
  EXPECT_FALSE(speaks(consensus::VerifyBatch{}));
}

}  // namespace
}  // namespace vitalstream::node
