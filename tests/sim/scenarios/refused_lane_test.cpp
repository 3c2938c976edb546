// A lane that the others do not take, for two reasons. Its owner is honest and what it closes is
// refused, for whatever reason: it must notice, begin its lane anew, and lose nothing that it
// admitted. Or its owner sends more than a lane may bring: the others keep back from it, and the
// network goes on without the rest (L1, L5).
#include "tests/sim/scenarios/story.hpp"

namespace vitalstream::sim {
namespace {

class RefusedLane : public Story {
 protected:
  std::vector<TxId> submit_many(std::size_t at, std::size_t count) {
    std::vector<TxId> submitted;
    for (std::size_t i = 0; i < count; ++i) {
      submitted.push_back(cluster().submit(at));
    }
    return submitted;
  }
  bool are_answered(const std::vector<TxId>& submitted, Duration within) {
    return cluster().run_until(
        [&] {
          return std::ranges::all_of(submitted, [&](TxId tx) { return cluster().is_answered(tx); });
        },
        within);
  }
  const consensus::LaneStatus& lane_at(std::size_t observer, std::size_t owner) {
    status_ = cluster().process(observer).status();
    return status_.lanes.lanes.at(owner);
  }

 private:
  consensus::EngineStatus status_;
};

// Nobody takes a batch of more than one transaction of the first validator.
TEST_F(RefusedLane, IsBegunAnewAndEverythingAdmittedIsOrdered) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    ClusterOptions options = four();
    options.seed = seed;
    start(options);
    const ProcessId owner = cluster().process(0).id();
    cluster().network().set_filter([owner](ProcessId from, const Outgoing& outgoing) {
      return from != owner || std::ranges::all_of(outgoing.packet->batches, [](const auto& one) {
               return one->items.size() == 1;
             });
    });
    const std::vector<TxId> submitted = submit_many(0, 9);
    EXPECT_TRUE(is_ordered(2, seconds(3))) << "the other lanes go on, seed " << seed;
    EXPECT_TRUE(are_answered(submitted, seconds(200))) << "seed " << seed;
    EXPECT_GE(cluster().process(0).status().lanes.own_renewals, 1U);
    expect_no_violation();
  }
}

// Budgets of 600 bytes a second, one transaction; the second validator keeps to none, and is
// never heard as a leader, so that only the others could order what it sends.
TEST_F(RefusedLane, BringsNoMoreThanItsBudgetIntoTheLedger) {
  cluster_of(four());
  consensus::LaneParameters lane;
  lane.bytes_per_second = kTxBytes;
  for (const std::size_t honest : {0U, 2U, 3U}) {
    cluster().process(honest).set_lane(lane);
  }
  cluster().boot_all();
  cluster().run_for(milliseconds(50));
  const ProcessId liar = cluster().process(1).id();
  cluster().network().set_filter([liar](ProcessId from, const Outgoing& outgoing) {
    return from != liar || message_of<consensus::Proposal>(outgoing) == nullptr;
  });
  std::vector<TxId> flood;
  for (std::size_t i = 0; i < 600; ++i) {
    flood.push_back(cluster().submit(1));
    cluster().run_for(milliseconds(2));
  }
  EXPECT_TRUE(cluster().run_until([&] { return lane_at(0, 1).withheld && lane_at(2, 1).withheld; },
                                  seconds(30)));
  EXPECT_TRUE(is_ordered(0, seconds(5)));
  EXPECT_TRUE(is_ordered(3, seconds(5)));
  const auto ordered = [&] {
    return static_cast<std::size_t>(
        std::ranges::count_if(flood, [&](TxId tx) { return cluster().is_answered(tx); }));
  };
  // A burst of a minute's bytes, and what the seconds since have brought; in steps of one batch.
  EXPECT_LT(ordered(), 120U);
  const std::size_t before = ordered();
  cluster().run_for(seconds(300));
  EXPECT_GT(ordered(), before) << "its budget refills";
  EXPECT_FALSE(lane_at(0, 2).withheld);
  expect_no_violation();
}

}  // namespace
}  // namespace vitalstream::sim
