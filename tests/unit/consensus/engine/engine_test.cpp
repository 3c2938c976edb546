#include "consensus/engine/engine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <optional>

#include "consensus/types/verifier.hpp"

namespace vitalstream::consensus {
namespace {

class AcceptsAll : public SignatureChecker {
 public:
  std::vector<bool> check(std::span<const Item> items) override {
    return std::vector<bool>(items.size(), true);
  }
};

ValidatorSet a_set(std::size_t count) {
  std::vector<Validator> validators;
  for (std::uint32_t i = 0; i < count; ++i) {
    validators.push_back({ValidatorId{i + 1}, "v", {}});
  }
  return ValidatorSet(Epoch{1}, std::move(validators));
}

// Validator 0 and a runner that answers every effect at once.
class EngineTest : public ::testing::Test {
 protected:
  void start(std::size_t validators) {
    set_.emplace(a_set(validators));
    verifier_.emplace(genesis_, *set_, checker_);
    ReplicaOptions replica{genesis_, *set_, ValidatorIndex{0}, {}};
    replica.process = LaneKey{set_->at(ValidatorIndex{0}).id, Incarnation{1}, {}, {}};
    LanesOptions lanes{*set_, ValidatorIndex{0}};
    LanesStart lanes_start;
    lanes_start.own_incarnation = Incarnation{1};
    Recovered recovered;
    recovered.journal = {NewRecord{Epoch{1}, View{0}}, NewRecord{Epoch{1}, View{0}}};
    recovered.tip = genesis_tip(genesis_, Epoch{1}, UnixMs{1'000}, ExecutedRoot{});
    engine_.emplace(EngineOptions{replica, lanes}, EngineStart{recovered, lanes_start});
    carry_out(engine_->start(clock_));
  }
  void step(const Input& input) {
    if (engine_->status().drained) {
      inputs_.clear();
    }
    inputs_.push_back(input);
    // A lone validator that has handed over nullifies view after view: its process has ended by
    // then.
    for (bool first = true; !inputs_.empty() && (first || !engine_->status().drained);
         first = false) {
      const Input next = inputs_.front();
      inputs_.pop_front();
      clock_.now = clock_.now + milliseconds(1);
      clock_.wall = UnixMs{clock_.wall.value() + 1};
      carry_out(engine_->step(clock_, next));
    }
  }
  template <class One>
  std::size_t count() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        all_, [](const Effect& effect) { return std::holds_alternative<One>(effect); }));
  }
  std::vector<Effect> all_;
  std::optional<Engine> engine_;

 private:
  void carry_out(const Effects& effects) {
    bool persisted = false;
    std::size_t wakes = 0;
    for (const Effect& effect : effects) {
      all_.push_back(effect);
      persisted = persisted || std::holds_alternative<Persist>(effect);
      wakes += std::holds_alternative<WakeAt>(effect) ? 1U : 0U;
      if (const auto* sign = std::get_if<SignVote>(&effect)) {
        EXPECT_TRUE(persisted) << "a vote is signed in a step that persists nothing before it";
        const Vote vote{sign->subject, ValidatorIndex{0}, {}};
        inputs_.push_back(OwnVoteSigned{*verifier_->verify_vote(vote)});
      } else if (const auto* close = std::get_if<CloseBatch>(&effect)) {
        inputs_.push_back(OwnBatchClosed{closed(*close)});
      }
    }
    EXPECT_LE(wakes, 1U);
  }
  VerifiedBatch closed(const CloseBatch& close) {
    VerifiedBatch batch;
    BatchHeader& header = batch.signed_header.header;
    header = {ValidatorId{1}, close.incarnation, close.sequence, close.previous, {}, 1, 600};
    batch.digest = batch_digest(genesis_, header);
    batch.leaves = {Hash32{}};
    batch.total_bytes = header.body_bytes;
    return batch;
  }

  GenesisHash genesis_;
  AcceptsAll checker_;
  std::optional<ValidatorSet> set_;
  std::optional<Verifier> verifier_;
  Clock clock_{Instant{1'000'000}, UnixMs{2'000}};
  std::deque<Input> inputs_;
};

TEST_F(EngineTest, LoneValidatorOrdersWhatIsSubmitted) {
  start(1);
  step(Submit{TxHandle{1}, 600, 0});
  EXPECT_EQ(count<Admitted>(), 1U);
  EXPECT_EQ(count<BroadcastBatch>(), 1U);
  EXPECT_EQ(count<Deliver>(), 1U);
  EXPECT_EQ(engine_->status().lanes.lanes[0].unreferenced_batches, 0U);
}

TEST_F(EngineTest, SignedBatchIsWorkThatStartsATimer) {
  start(4);
  step(Submit{TxHandle{1}, 600, 0});
  EXPECT_EQ(count<CloseBatch>(), 1U);
  EXPECT_TRUE(count<WakeAt>() > 0) << "work has appeared, so a timer must run (C2)";
}

TEST_F(EngineTest, DrainAdmitsNothingMoreAndIsOverOnceTheLaneIsFinal) {
  start(1);
  step(Submit{TxHandle{1}, 600, 0});
  step(Drain{});
  EXPECT_TRUE(engine_->status().drained);
  step(Submit{TxHandle{2}, 600, 0});
  EXPECT_EQ(count<RefusedBusy>(), 1U);
}

TEST_F(EngineTest, DrainWaitsForTheOwnLaneButNotForEver) {
  start(4);
  step(Submit{TxHandle{1}, 600, 0});
  step(Drain{});
  EXPECT_FALSE(engine_->status().drained);
  for (int i = 0; i < kDrainPatience.value() / 1'000; ++i) {
    step(Wake{});
  }
  EXPECT_TRUE(engine_->status().drained);
}

TEST_F(EngineTest, AnOwnVoteIsNotSaidWithoutTheRightTo) {
  const Vote vote{make_nullify(Epoch{1}, View{1}), ValidatorIndex{0}, {}};
  const std::vector<Effect> votes{SignVote{vote.subject}, Broadcast{vote, {}},
                                  Broadcast{Proposal{{}, vote}, {}}, Send{ValidatorIndex{1}, vote}};
  start(4);
  for (const Effect& effect : votes) {
    EXPECT_FALSE(engine_->may_still_say(Instant{}, effect)) << "nobody commits to it";
  }
  EXPECT_TRUE(engine_->may_still_say(Instant{}, Broadcast{Certificate{}, {}}));
  EXPECT_TRUE(engine_->may_still_say(Instant{}, Persist{}));
  start(1);
  for (const Effect& effect : votes) {
    EXPECT_TRUE(engine_->may_still_say(Instant{}, effect)) << "it is a quorum by itself";
  }
}

TEST_F(EngineTest, IdleEngineOfFourHasNoWorkAndNoVotes) {
  start(4);
  step(Wake{});
  EXPECT_EQ(count<SignVote>(), 0U);
}

}  // namespace
}  // namespace vitalstream::consensus
