// Which call reads next, however much somebody asks. One thread plays all of those that read.
#include "node/gateway/query_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace vitalstream::node {
namespace {

using net::ReadCost;
using net::RpcCause;
using ::testing::ElementsAre;

constexpr std::size_t kThreads = 2;
const net::ConnectionRef kGreedy{1, 1};
const net::ConnectionRef kModest{2, 1};

class NamedQuery final : public Query {
 public:
  explicit NamedQuery(std::string name) : name_(std::move(name)) {}
  [[nodiscard]] Turn run() override { return Turn::Answered; }
  void refuse(const net::RpcError& error) override { refused = error.cause; }
  [[nodiscard]] const std::string& name() const { return name_; }

  std::optional<RpcCause> refused;

 private:
  std::string name_;
};

class Line : public ::testing::Test {
 protected:
  std::optional<net::RpcError> add(std::optional<net::ConnectionRef> connection,
                                   const std::string& name, ReadCost cost = ReadCost::Entries) {
    return line_.add({{connection, net::RunsOn::Readers, cost},
                      std::make_unique<NamedQuery>(name),
                      std::chrono::steady_clock::now()});
  }
  static std::string name_of(const WaitingQuery& query) {
    return static_cast<const NamedQuery&>(*query.query).name();
  }
  // The next one, read, answered and taken.
  std::string pass() {
    auto next = line_.take();
    const std::string name = name_of(*next);
    const net::RpcAsker asker = next->asker;
    line_.end_turn(std::move(*next), Query::Turn::Answered);
    line_.give_back(asker);
    return name;
  }

  QueryLine line_{kThreads};
};

TEST_F(Line, WhatAClosedConnectionAskedIsNotRead) {
  for (const char* name : {"a1", "a2"}) {
    EXPECT_FALSE(add(kGreedy, name));
  }
  EXPECT_FALSE(add(kModest, "b1"));
  line_.forget(kGreedy);
  EXPECT_EQ(line_.readings().waiting, 1U);
  EXPECT_EQ(pass(), "b1");
}

TEST_F(Line, WhatTheNodeItselfAsksGoesFirst) {
  EXPECT_FALSE(add(kGreedy, "a1"));
  EXPECT_FALSE(add(kModest, "b1"));
  EXPECT_FALSE(add(std::nullopt, "own"));
  EXPECT_EQ(pass(), "own");
  EXPECT_EQ(pass(), "a1");
}

TEST_F(Line, ServesConnectionsInTurnHoweverMuchOneAsks) {
  for (const char* name : {"a1", "a2", "a3"}) {
    EXPECT_FALSE(add(kGreedy, name));
  }
  EXPECT_FALSE(add(kModest, "b1"));
  EXPECT_FALSE(add(std::nullopt, "own"));
  EXPECT_THAT((std::vector{pass(), pass(), pass(), pass(), pass()}),
              ElementsAre("own", "a1", "b1", "a2", "a3"));
}

TEST_F(Line, ConnectionHasOneCallReadOrUntakenAtATime) {
  EXPECT_FALSE(add(kGreedy, "a1"));
  EXPECT_FALSE(add(kGreedy, "a2"));
  EXPECT_FALSE(add(kModest, "b1"));
  EXPECT_FALSE(add(kModest, "b2"));
  auto first = line_.take();
  auto second = line_.take();
  EXPECT_EQ(name_of(*first), "a1");
  EXPECT_EQ(name_of(*second), "b1");
  const net::RpcAsker modest = second->asker;
  line_.end_turn(std::move(*first), Query::Turn::Answered);
  line_.end_turn(std::move(*second), Query::Turn::Answered);
  line_.give_back(modest);
  EXPECT_EQ(pass(), "b2") << "the other's first answer has not been taken";
}

TEST_F(Line, OfAllTogetherFewAnswersAreUntaken) {
  std::vector<net::RpcAsker> untaken;
  const std::size_t most = kThreads + kAnswersUntakenMax;
  for (std::uint32_t i = 0; i <= most; ++i) {
    EXPECT_FALSE(add(net::ConnectionRef{i, 1}, std::to_string(i)));
  }
  for (std::size_t i = 0; i < most; ++i) {
    auto next = line_.take();
    untaken.push_back(next->asker);
    line_.end_turn(std::move(*next), Query::Turn::Answered);
  }
  EXPECT_EQ(line_.readings().waiting, 1U);
  EXPECT_FALSE(add(std::nullopt, "own"));
  EXPECT_EQ(pass(), "own") << "the last one of an application may not be read yet";
  line_.give_back(untaken.front());
  EXPECT_EQ(pass(), std::to_string(most));
}

TEST_F(Line, WhatReadsWholeBlocksLeavesAThreadToTheOthers) {
  EXPECT_FALSE(add(kGreedy, "block", ReadCost::Block));
  EXPECT_FALSE(add(net::ConnectionRef{3, 1}, "another block", ReadCost::Block));
  EXPECT_FALSE(add(kModest, "entry"));
  auto block = line_.take();
  EXPECT_EQ(name_of(*block), "block");
  EXPECT_EQ(pass(), "entry");
  line_.end_turn(std::move(*block), Query::Turn::Answered);
  EXPECT_EQ(pass(), "another block");
}

TEST_F(Line, OneThatTakesMoreTurnsStandsBehindTheOthers) {
  EXPECT_FALSE(add(kGreedy, "long", ReadCost::Turns));
  EXPECT_FALSE(add(kGreedy, "short"));
  EXPECT_FALSE(add(kModest, "b1"));
  auto first = line_.take();
  line_.end_turn(std::move(*first), Query::Turn::Again);
  EXPECT_THAT((std::vector{pass(), pass(), pass()}), ElementsAre("b1", "short", "long"));
}

TEST_F(Line, RefusesAConnectionThatHasTooMuchWaitingAndNobodyElse) {
  for (std::size_t i = 0; i < kQueriesWaitingPerConnectionMax; ++i) {
    ASSERT_FALSE(add(kGreedy, "a"));
  }
  const auto refused = add(kGreedy, "one too many");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->cause, RpcCause::TooManyInFlight);
  EXPECT_GT(refused->retry_after_ms, 0U);
  EXPECT_FALSE(add(kModest, "b"));
  EXPECT_FALSE(add(std::nullopt, "own"));
  EXPECT_EQ(line_.readings().refused_of_connection, 1U);
  EXPECT_EQ(pass(), "own");
  EXPECT_EQ(pass(), "a");
  EXPECT_FALSE(add(kGreedy, "there is room again"));
}

// The call whose turn is over was let in before: it finds its place whatever came meanwhile.
TEST_F(Line, AFullConnectionKeepsItsCallThatTakesAnotherTurn) {
  for (std::size_t i = 0; i < kQueriesWaitingPerConnectionMax; ++i) {
    ASSERT_FALSE(add(kGreedy, "a"));
  }
  auto running = line_.take();
  EXPECT_FALSE(add(kGreedy, "in its place"));
  line_.end_turn(std::move(*running), Query::Turn::Again);
  EXPECT_EQ(line_.readings().waiting, kQueriesWaitingPerConnectionMax + 1);
  EXPECT_TRUE(add(kGreedy, "one too many"));
}

TEST_F(Line, WhereAllPlacesAreTakenWhoHasNoneWaitingStillGetsIn) {
  std::uint32_t slot = 10;
  for (std::size_t waiting = 0; waiting < kQueriesWaitingMax; ++slot) {
    for (std::size_t i = 0; i < kQueriesWaitingPerConnectionMax; ++i, ++waiting) {
      ASSERT_FALSE(add(net::ConnectionRef{slot, 1}, "a"));
    }
  }
  EXPECT_FALSE(add(kModest, "first"));
  const auto refused = add(kModest, "second");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->cause, RpcCause::Overloaded);
  EXPECT_GT(refused->retry_after_ms, 0U);
  EXPECT_EQ(line_.readings().refused_of_all, 1U);
}

TEST_F(Line, AClosedOneGivesBackWhatWaitsAndTakesNothing) {
  EXPECT_FALSE(add(kGreedy, "running"));
  EXPECT_FALSE(add(kModest, "waiting"));
  auto running = line_.take();
  const auto left = line_.close();
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(name_of(left[0]), "waiting");
  EXPECT_FALSE(line_.take());
  EXPECT_EQ(add(kModest, "late")->cause, RpcCause::ShuttingDown);
  line_.end_turn(std::move(*running), Query::Turn::Answered);
}

TEST_F(Line, CountsHowLongWasWaited) {
  EXPECT_FALSE(line_.add({{kGreedy, net::RunsOn::Readers, ReadCost::Entries},
                          std::make_unique<NamedQuery>("a"),
                          std::chrono::steady_clock::now() - std::chrono::hours(1)}));
  EXPECT_EQ(pass(), "a");
  EXPECT_EQ(line_.readings().waits.back(), 1U);
  EXPECT_GE(line_.readings().waited_sum, std::chrono::hours(1));
}

}  // namespace
}  // namespace vitalstream::node
