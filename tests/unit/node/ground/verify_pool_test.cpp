#include "node/ground/verify_pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include "node/ground/limits.hpp"
#include "support/a_batch.hpp"

namespace vitalstream::node {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum VerifyPool::Priority;

constexpr consensus::ValidatorIndex kLiar{3};
constexpr consensus::ValidatorIndex kHonest{2};

// A pool of one worker, which is busy until it is let go: what is posted meanwhile waits.
class Pool : public ::testing::Test {
 protected:
  Pool() {
    const auto begun = std::make_shared<std::promise<void>>();
    EXPECT_TRUE(
        pool_.post(Votes, std::nullopt, [begun, gate = gate_.get_future().share()](VerifyWorker&) {
          begun->set_value();
          gate.wait();
        }));
    begun->get_future().wait();
  }
  ~Pool() override { let_go(); }

  void let_go() {
    if (!is_let_go_) {
      is_let_go_ = true;
      gate_.set_value();
    }
  }
  // Only the worker writes the names; they are read after it has been waited for.
  [[nodiscard]] bool post(VerifyPool::Priority priority, const std::string& name,
                          WorkSender sender = std::nullopt) {
    posted_ += 1;
    return pool_.post(priority, sender, [this, name](VerifyWorker&) {
      ran_.push_back(name);
      if (ran_.size() == posted_) {
        done_.set_value();
      }
    });
  }
  void run_all() {
    let_go();
    done_.get_future().wait();
  }
  [[nodiscard]] std::ptrdiff_t turn_of(const std::string& name) const {
    return std::ranges::find(ran_, name) - ran_.begin();
  }

  std::vector<std::string> ran_;
  std::size_t posted_ = 0;
  std::promise<void> done_;
  std::promise<void> gate_;
  bool is_let_go_ = false;
  VerifyPool pool_{1};
};

TEST_F(Pool, VotesGoBeforeBatchesAndBatchesBeforeSubmissions) {
  EXPECT_TRUE(post(Submissions, "submission"));
  EXPECT_TRUE(post(Batches, "batch 1"));
  EXPECT_TRUE(post(Votes, "vote 1"));
  EXPECT_TRUE(post(Batches, "batch 2"));
  EXPECT_TRUE(post(Votes, "vote 2"));
  run_all();
  EXPECT_THAT(ran_, ElementsAre("vote 1", "vote 2", "batch 1", "batch 2", "submission"));
}

TEST_F(Pool, CountsWhatWaitsAtEachPriority) {
  EXPECT_TRUE(post(Batches, "batch"));
  EXPECT_TRUE(post(Submissions, "submission 1"));
  EXPECT_TRUE(post(Submissions, "submission 2"));
  EXPECT_EQ(pool_.waiting(Votes), 0U);
  EXPECT_EQ(pool_.waiting(Batches), 1U);
  EXPECT_EQ(pool_.waiting(Submissions), 2U);
  run_all();
  EXPECT_EQ(pool_.waiting(Submissions), 0U);
}

TEST_F(Pool, ThoseWhoSendAreServedInTurnHoweverMuchOneSends) {
  for (int i = 0; i < 300; ++i) {
    EXPECT_TRUE(post(Votes, "flood", kLiar));
  }
  EXPECT_TRUE(post(Votes, "own"));
  EXPECT_TRUE(post(Votes, "honest", kHonest));
  run_all();
  EXPECT_LE(turn_of("own"), 1);
  EXPECT_LE(turn_of("honest"), 2);
}

TEST_F(Pool, BatchesAndSubmissionsKeepAShareWhileVotesPour) {
  for (int i = 0; i < 500; ++i) {
    EXPECT_TRUE(post(Votes, "vote", kLiar));
  }
  for (int i = 0; i < 200; ++i) {
    EXPECT_TRUE(post(Batches, "batch", kLiar));
  }
  EXPECT_TRUE(post(Submissions, "submission"));
  run_all();
  EXPECT_EQ(turn_of("batch") + 1, static_cast<std::ptrdiff_t>(kTurnsPerLowerJob));
  EXPECT_EQ(turn_of("submission") + 1,
            static_cast<std::ptrdiff_t>(kTurnsPerLowerJob * kBatchTurnsPerSubmission));
  const auto within = std::ranges::count(ran_.begin(), ran_.begin() + 80, "vote");
  EXPECT_EQ(within, 70) << "seven of eight turns are theirs";
}

TEST_F(Pool, SubmissionsKeepAShareWhileBatchesPour) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(post(Batches, "batch", kLiar));
  }
  EXPECT_TRUE(post(Submissions, "submission"));
  run_all();
  EXPECT_EQ(turn_of("submission") + 1, static_cast<std::ptrdiff_t>(kBatchTurnsPerSubmission));
}

TEST_F(Pool, OneThatHasTooMuchWaitingIsRefusedAndTheOthersAreNot) {
  for (std::size_t i = 0; i < kBatchJobsPerPeerMax; ++i) {
    ASSERT_TRUE(post(Batches, "batch", kLiar));
  }
  EXPECT_FALSE(pool_.post(Batches, kLiar, [](VerifyWorker&) {}));
  EXPECT_EQ(pool_.refused(Batches), 1U);
  EXPECT_EQ(pool_.refused(Votes), 0U);
  EXPECT_TRUE(post(Batches, "honest", kHonest));
  EXPECT_TRUE(post(Batches, "own"));
  EXPECT_TRUE(post(Votes, "vote", kLiar));
  run_all();
  EXPECT_EQ(ran_.size(), kBatchJobsPerPeerMax + 3);
  EXPECT_TRUE(pool_.post(Batches, kLiar, [](VerifyWorker&) {})) << "there is room again";
}

TEST_F(Pool, TheOwnWorkIsNeverRefused) {
  for (std::size_t i = 0; i < 4 * kVoteJobsPerPeerMax; ++i) {
    ASSERT_TRUE(post(Votes, "own"));
  }
  run_all();
}

TEST_F(Pool, StopDropsWhatWaitsAndLetsTheRunningJobEnd) {
  const auto watched = std::make_shared<int>();
  EXPECT_TRUE(
      pool_.post(Votes, kLiar, [this, watched](VerifyWorker&) { ran_.emplace_back("late"); }));
  auto stopped = std::async(std::launch::async, [this] { pool_.stop(); });
  while (pool_.waiting(Votes) != 0) {
    std::this_thread::yield();
  }
  let_go();
  stopped.get();
  EXPECT_THAT(ran_, IsEmpty());
  EXPECT_EQ(watched.use_count(), 1);
  EXPECT_FALSE(pool_.post(Votes, kLiar, [](VerifyWorker&) {})) << "after the end";
  pool_.stop();
}

TEST(VerifyWorker, AnswersForEachSignatureInOrder) {
  const crypto::SigningKey key = testing::validator_key(1);
  const crypto::SigningKey other = testing::validator_key(2);
  const Bytes message{1, 2, 3};
  const crypto::Signature good = key.sign(message);
  const crypto::Signature wrong = other.sign(message);
  VerifyWorker worker;
  const std::vector<consensus::SignatureChecker::Item> items{{&key.public_key(), message, good},
                                                             {&key.public_key(), message, wrong},
                                                             {&other.public_key(), message, wrong}};
  EXPECT_THAT(worker.check(items), ElementsAre(true, false, true));
}

}  // namespace
}  // namespace vitalstream::node
