#include "node/app/verify_pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <thread>

#include "app/a_batch.hpp"
#include "node/app/limits.hpp"

namespace vitalstream::node {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum VerifyPool::Priority;

// A pool of one worker, which is busy until it is let go: what is posted meanwhile waits.
class Pool : public ::testing::Test {
 protected:
  Pool() {
    const auto begun = std::make_shared<std::promise<void>>();
    EXPECT_TRUE(pool_.post(Votes, [begun, gate = gate_.get_future().share()](VerifyWorker&) {
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
  [[nodiscard]] bool post(VerifyPool::Priority priority, const std::string& name) {
    return pool_.post(priority, [this, name](VerifyWorker&) { ran_.push_back(name); });
  }
  void run_all() {
    const auto done = std::make_shared<std::promise<void>>();
    EXPECT_TRUE(pool_.post(Submissions, [done](VerifyWorker&) { done->set_value(); }));
    let_go();
    done->get_future().wait();
  }

  std::vector<std::string> ran_;
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

TEST_F(Pool, AFullQueueRefusesAndTheOthersStillTake) {
  for (std::size_t i = 0; i < kWaitingBatchJobsMax; ++i) {
    ASSERT_TRUE(post(Batches, "batch"));
  }
  EXPECT_FALSE(post(Batches, "one too many"));
  EXPECT_TRUE(post(Votes, "vote"));
  EXPECT_TRUE(post(Submissions, "submission"));
  run_all();
  EXPECT_EQ(ran_.size(), kWaitingBatchJobsMax + 2);
  EXPECT_TRUE(post(Batches, "there is room again"));
}

TEST_F(Pool, StopDropsWhatWaitsAndLetsTheRunningJobEnd) {
  const auto watched = std::make_shared<int>();
  EXPECT_TRUE(pool_.post(Votes, [this, watched](VerifyWorker&) { ran_.emplace_back("late"); }));
  auto stopped = std::async(std::launch::async, [this] { pool_.stop(); });
  while (pool_.waiting(Votes) != 0) {
    std::this_thread::yield();
  }
  let_go();
  stopped.get();
  EXPECT_THAT(ran_, IsEmpty());
  EXPECT_EQ(watched.use_count(), 1);
  EXPECT_FALSE(post(Votes, "after the end"));
  pool_.stop();
}

TEST(VerifyWorker, AnswersForEachSignatureInOrder) {
  const crypto::SigningKey key = testing::validator_key(1);
  const crypto::SigningKey other = testing::validator_key(2);
  const Bytes message{1, 2, 3};
  const crypto::Signature good = key.sign(message);
  const crypto::Signature wrong = other.sign(message);
  VerifyWorker worker;
  const std::vector<consensus::SignatureChecker::Item> items{
      {&key.public_key(), message, good},
      {&key.public_key(), message, wrong},
      {&other.public_key(), message, wrong}};
  EXPECT_THAT(worker.check(items), ElementsAre(true, false, true));
}

}  // namespace
}  // namespace vitalstream::node
