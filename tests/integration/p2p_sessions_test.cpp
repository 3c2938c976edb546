// One session per identity: crossed dials, second processes, dead sessions, restarts.

#include <filesystem>

#include "tests/integration/p2p_fixture.hpp"

namespace vitalstream::net {
namespace {

using std::chrono::milliseconds;

class P2pSessions : public P2pTest {};

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

// A peer that answers pings until the other side ends the connection.
std::thread answer_pings(RawPeer& peer) {
  return std::thread([&peer] {
    while (const auto frame = peer.receive_frame()) {
      if (frame->type == FrameType::Ping) {
        peer.send_frame(FrameType::Pong, frame->payload);
      }
    }
  });
}

bool share_one_session(const P2pNode& one, const P2pNode& two) {
  const EventLog at_one = one.log();
  const EventLog at_two = two.log();
  return at_one.connected.size() == at_one.disconnected.size() + 1 &&
         at_two.connected.size() == at_two.disconnected.size() + 1 &&
         at_one.connected.back().direction != at_two.connected.back().direction;
}

TEST_F(P2pSessions, ASecondProcessOfALiveIdentityIsRefused) {
  P2pNode node(passive_options());
  const auto first = raw_session(node, 1);
  std::thread answering = answer_pings(*first);
  const auto second = raw_two(node);
  EXPECT_TRUE(second->send_frame(FrameType::Hello, encode_hello(hello_of_two(2))));
  EXPECT_EQ(second->receive_goodbye(), CloseReason::SecondSession);
  const EventLog log = node.log();
  EXPECT_EQ(log.connected.size(), 1U);
  EXPECT_TRUE(log.disconnected.empty());
  EXPECT_TRUE(log.has_refusal(CloseReason::SecondSession));
  EXPECT_EQ(log.refusals[0].peer, PeerId{2});
  first->shut_down();
  answering.join();
}

TEST_F(P2pSessions, ASecondDialOfTheSameProcessIsADuplicate) {
  P2pNode node(passive_options());
  const auto first = raw_session(node, 1);
  std::thread answering = answer_pings(*first);
  const auto second = raw_two(node);
  EXPECT_TRUE(second->send_frame(FrameType::Hello, encode_hello(hello_of_two(1))));
  EXPECT_EQ(second->receive_goodbye(), CloseReason::DuplicateDial);
  first->shut_down();
  answering.join();
}

TEST_F(P2pSessions, ADeadSessionGivesWayAtTheHandoverTime) {
  PeerNetworkOptions options = passive_options();
  options.times.probe = milliseconds{300};
  options.times.handover_silence = milliseconds{1'200};
  P2pNode node(std::move(options));
  // Its machine has lost power: the connection stands, nobody answers.
  const auto first = raw_session(node, 1);
  const auto began = std::chrono::steady_clock::now();
  const auto second = raw_session(node, 2);
  // The old one was heard of last at its hello, a moment before `began`.
  EXPECT_GE(std::chrono::steady_clock::now() - began, milliseconds{600});
  ASSERT_TRUE(node.wait_for([](const EventLog& log) { return log.connected.size() == 2; }));
  EXPECT_TRUE(node.log().has_ended(CloseReason::Superseded));
  node.send(2, Bytes{9});
  const auto frame = second->receive_frame();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->payload, Bytes{9});
  EXPECT_EQ(node.network().stats().sessions_active, 1U);
}

TEST_F(P2pSessions, ASessionThatAnswersLateButBeforeTheHandoverTimeStays) {
  PeerNetworkOptions options = passive_options();
  options.times.probe = milliseconds{100};
  options.times.ping_interval = milliseconds{200};
  P2pNode node(std::move(options));
  const auto first = raw_session(node, 1);
  const auto second = raw_two(node);
  EXPECT_TRUE(second->send_frame(FrameType::Hello, encode_hello(hello_of_two(2))));
  // The probe, and pings beside it: all later than the probe time, the answer before the handover.
  for (int pings = 0; pings < 3;) {
    const auto frame = first->receive_frame();
    ASSERT_TRUE(frame);
    pings += frame->type == FrameType::Ping ? 1 : 0;
  }
  std::thread answering = answer_pings(*first);
  EXPECT_EQ(second->receive_goodbye(), CloseReason::SecondSession);
  EXPECT_TRUE(node.log().disconnected.empty());
  first->shut_down();
  answering.join();
}

TEST_F(P2pSessions, WhileOneNewcomerWaitsForTheOldSessionOthersAreRefused) {
  P2pNode node(passive_options());
  const auto silent = raw_session(node, 1);
  const auto second = raw_two(node);
  EXPECT_TRUE(second->send_frame(FrameType::Hello, encode_hello(hello_of_two(2))));
  // The old session is asked at once.
  const auto asked = silent->receive_frame();
  ASSERT_TRUE(asked && asked->type == FrameType::Ping);
  const auto third = raw_two(node);
  EXPECT_TRUE(third->send_frame(FrameType::Hello, encode_hello(hello_of_two(3))));
  EXPECT_EQ(third->receive_goodbye(), CloseReason::SecondSession);
  const auto answer = second->receive_frame();
  EXPECT_TRUE(answer && answer->type == FrameType::Hello);
  EXPECT_TRUE(node.log().has_ended(CloseReason::Superseded));
}

TEST_F(P2pSessions, ASilentPeerIsCutAtTheIdleTime) {
  PeerNetworkOptions options = passive_options();
  options.times.ping_interval = milliseconds{100};
  options.times.idle = milliseconds{400};
  P2pNode node(std::move(options));
  const auto peer = raw_session(node);
  EXPECT_EQ(peer->receive_goodbye(), CloseReason::IdleTimeout);
  EXPECT_TRUE(
      node.wait_for([](const EventLog& log) { return log.has_ended(CloseReason::IdleTimeout); }));
}

TEST_F(P2pSessions, AnIdlePeerThatAnswersPingsStays) {
  PeerNetworkOptions options = passive_options();
  options.times.ping_interval = milliseconds{50};
  options.times.idle = milliseconds{250};
  P2pNode node(std::move(options));
  const auto peer = raw_session(node);
  for (int pings = 0; pings < 20;) {
    const auto frame = peer->receive_frame();
    ASSERT_TRUE(frame);
    if (frame->type == FrameType::Ping) {
      ASSERT_TRUE(peer->send_frame(FrameType::Pong, frame->payload));
      ++pings;
    }
  }
  EXPECT_TRUE(node.log().disconnected.empty());
}

TEST_F(P2pSessions, APeerThatIsCutLearnsWhyAndMayComeBackAfterAPause) {
  PeerNetworkOptions options = world_.options(1, {2});
  options.pause.least = milliseconds{200};
  P2pNode one(std::move(options));
  world_.resolver().set("one.test", {one.address()});
  P2pNode two(world_.options(2, {1}, {1}));
  ASSERT_TRUE(one.wait_for([](const EventLog& log) { return log.connected.size() == 1; }));
  one.network().close(PeerId{2}, CloseReason::Misbehaved);
  ASSERT_TRUE(
      two.wait_for([](const EventLog& log) { return log.has_ended(CloseReason::Misbehaved); }));
  EXPECT_TRUE(two.log().disconnected[0].by_peer);
  EXPECT_FALSE(one.log().disconnected[0].by_peer);
  EXPECT_TRUE(one.wait_for([](const EventLog& log) { return log.connected.size() == 2; }));
}

TEST_F(P2pSessions, WhileItsPauseLastsAPeerThatWasCutIsNeitherLetInNorDialed) {
  PeerNetworkOptions options = world_.options(1, {2}, {2});
  options.pause.least = std::chrono::minutes{10};
  P2pNode one(std::move(options));
  P2pNode two(world_.options(2, {1}, {1}));
  world_.resolver().set("two.test", {two.address()});
  ASSERT_TRUE(one.wait_for([](const EventLog& log) { return log.connected.size() == 1; }));
  const int dialed = world_.resolver().asked("two.test");
  one.network().close(PeerId{2}, CloseReason::Misbehaved);
  ASSERT_TRUE(one.wait_for([](const EventLog& log) { return log.disconnected.size() == 1; }));
  world_.resolver().set("one.test", {one.address()});
  ASSERT_TRUE(one.wait_for([](const EventLog& log) {
    return std::ranges::count(log.refusals, CloseReason::Paused, &PeerRefusal::reason) >= 3;
  }));
  EXPECT_EQ(one.log().connected.size(), 1U);
  EXPECT_EQ(world_.resolver().asked("two.test"), dialed);
}

TEST_F(P2pSessions, CrossedDialsConvergeToOneSessionThatBothUse) {
  for (int round = 0; round < 20; ++round) {
    P2pNode one(world_.options(1, {2}, {2}));
    P2pNode two(world_.options(2, {1}, {1}));
    world_.resolver().set("one.test", {one.address()});
    world_.resolver().set("two.test", {two.address()});
    // A message may be lost with a session that is replaced, so both repeat until heard. Until the
    // crossing is resolved each may hold the connection that the other dialed.
    EXPECT_TRUE(eventually([&] {
      one.send(2, Bytes{1});
      two.send(1, Bytes{2});
      return share_one_session(one, two) && !one.log().messages.empty() &&
             !two.log().messages.empty();
    })) << round;
    const EventLog at_one = one.log();
    const EventLog at_two = two.log();
    EXPECT_EQ(one.network().stats().sessions_active, 1U);
    EXPECT_EQ(two.network().stats().sessions_active, 1U);
    EXPECT_FALSE(at_one.has_refusal(CloseReason::SecondSession));
    EXPECT_FALSE(at_two.has_refusal(CloseReason::SecondSession));
  }
}

TEST_F(P2pSessions, AKilledPeerIsBackSoonAfterItsRestart) {
  P2pNode one(world_.options(1, {2}, {2}));
  world_.resolver().set("one.test", {one.address()});
  for (std::size_t round = 1; round <= 5; ++round) {
    P2pNode two(world_.options(2, {1}, {1}));
    world_.resolver().set("two.test", {two.address()});
    const auto began = std::chrono::steady_clock::now();
    ASSERT_TRUE(two.wait_for([](const EventLog& log) { return !log.connected.empty(); }));
    EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds{2'000});
    two.kill();
    ASSERT_TRUE(one.wait_for([](const EventLog& log) {
      return !log.connected.empty() && log.connected.size() == log.disconnected.size();
    }));
  }
}

TEST_F(P2pSessions, AThousandReconnectsLeakNothing) {
  P2pNode node(passive_options());
  std::size_t descriptors = 0;
  for (std::size_t round = 1; round <= 1'000; ++round) {
    auto peer = raw_session(node);
    ASSERT_TRUE(peer->send_frame(FrameType::Message, Bytes{1}));
    ASSERT_TRUE(node.wait_for_messages(round));
    peer.reset();
    ASSERT_TRUE(
        node.wait_for([round](const EventLog& log) { return log.disconnected.size() == round; }));
    if (round == 10) {
      ASSERT_TRUE(eventually([&] { return node.network().stats().sessions_active == 0; }));
      descriptors = open_descriptors();
    }
  }
  EXPECT_TRUE(eventually([&] { return open_descriptors() <= descriptors; }))
      << descriptors << " became " << open_descriptors();
  EXPECT_EQ(node.network().stats().sessions_opened, 1'000U);
  EXPECT_TRUE(node.stop());
}

TEST_F(P2pSessions, AnExceptionEndsOneSessionAndThePeerComesBack) {
  P2pNode one(world_.options(1, {2, 3}));
  world_.resolver().set("one.test", {one.address()});
  P2pNode two(world_.options(2, {1}, {1}));
  P2pNode three(world_.options(3, {1}, {1}));
  ASSERT_TRUE(one.wait_for([](const EventLog& log) { return log.connected.size() == 2; }));
  // The side that dialed is connected last, and what it sends before goes nowhere.
  for (P2pNode* const dialer : {&two, &three}) {
    ASSERT_TRUE(dialer->wait_for([](const EventLog& log) { return !log.connected.empty(); }));
  }
  one.fail_next_message = true;
  two.send(1, Bytes(10, 1));
  ASSERT_TRUE(one.wait_for([](const EventLog& log) { return log.connected.size() == 3; }));
  EXPECT_EQ(one.log().disconnected.at(0).peer, PeerId{2});
  EXPECT_EQ(one.log().disconnected.at(0).reason, CloseReason::InternalFault);
  EXPECT_EQ(one.network().stats().closed_for(CloseReason::InternalFault), 1U);
  three.send(1, Bytes(10, 1));
  EXPECT_TRUE(one.wait_for_messages(1));
  EXPECT_TRUE(three.log().disconnected.empty());
  EXPECT_TRUE(one.stop());
}

TEST_F(P2pSessions, AnExceptionEndsOneIntroductionOnEitherSide) {
  P2pNode one(world_.options(1, {2}));
  world_.resolver().set("one.test", {one.address()});
  one.fail_next_connection = true;
  P2pNode two(world_.options(2, {1}, {1}));
  ASSERT_TRUE(one.wait_for([](const EventLog& log) {
    return log.has_refusal(CloseReason::InternalFault) && log.connected.size() == 1;
  }));
  two.fail_next_connection = true;
  one.network().close(PeerId{2}, CloseReason::Superseded);
  ASSERT_TRUE(eventually(
      [&] { return two.network().stats().refused_for(CloseReason::InternalFault) == 1; }));
  EXPECT_TRUE(eventually([&] { return one.network().stats().sessions_active == 1; }));
  EXPECT_TRUE(one.stop());
  EXPECT_TRUE(two.stop());
}

}  // namespace
}  // namespace vitalstream::net
