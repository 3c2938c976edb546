// Content that a final batch commits to and that did not come with it is asked for until it comes,
// over restarts, and believed only if it is what was committed to.
#include "node/driver/wanted_contents.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <thread>

#include "node/batches/stored_attachments.hpp"
#include "support/a_ledger.hpp"
#include "support/recording_link.hpp"

namespace vitalstream::node {
namespace {

using consensus::BatchRequest;
using consensus::ValidatorIndex;
using testing::ALedger;

constexpr std::chrono::seconds kPatience{60};
const ValidatorIndex kOwn{0};

class WantedContentsTest : public ::testing::Test {
 protected:
  // A batch with content of which only the envelopes are kept, in a block of its own.
  VerifiedIntake commit_stripped(std::string_view jti) {
    const VerifiedIntake closed = ledger_.close({ledger_.put(jti, Bytes{1, 2, 3})});
    strip(closed);
    const auto told = ledger_.commit({ledger_.deliver({stripped(closed)})});
    EXPECT_EQ(told.content_wanted, std::vector{closed.verified.digest});
    return closed;
  }
  void strip(const VerifiedIntake& closed) {
    ASSERT_TRUE(ledger_.database().remove_batches(std::array{closed.verified.digest}));
    ASSERT_TRUE(ledger_.database().put_batch({closed.verified.digest, closed.cached->stored, {}}));
  }
  static VerifiedIntake stripped(const VerifiedIntake& closed) {
    VerifiedIntake without = closed;
    without.cached = reread_batch(closed.cached->stored, {});
    return without;
  }
  std::unique_ptr<WantedContents> open() {
    auto contents = std::make_unique<WantedContents>(
        WantedContents::Parts{ledger_.database(), link_, testing::a_set(), kOwn,
                              [](const std::string& reason) { ADD_FAILURE() << reason; }});
    contents->start();
    return contents;
  }
  template <class Condition>
  [[nodiscard]] static bool wait_for(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (!condition()) {
      if (std::chrono::steady_clock::now() >= deadline) {
        return false;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
  }
  // Of whom the newest request was asked, once there have been so many.
  ValidatorIndex asked(std::size_t requests) {
    EXPECT_TRUE(wait_for([&] { return link_.messages<BatchRequest>().size() >= requests; }));
    const auto sent = link_.sent();
    return sent.empty() ? kOwn : *testing::a_set().index_of(sent[requests - 1].to);
  }
  static OfferedBatch answer(const VerifiedIntake& closed, const Bytes& attachments) {
    auto bytes =
        std::make_shared<const Bytes>(net::encode_batch(closed.cached->stored, attachments));
    auto decoded = net::decode_peer_message(*bytes);
    return {bytes, std::get<net::BatchFrame>(*decoded), nullptr};
  }
  bool is_here(const VerifiedIntake& closed) {
    return !read_attachments(ledger_.database(), closed.verified.digest, closed.cached->stored)
                .empty();
  }

  ALedger ledger_;
  testing::RecordingLink link_;
};

TEST_F(WantedContentsTest, ComesFromWhoHasIt) {
  const VerifiedIntake closed = commit_stripped("a");
  const auto contents = open();
  EXPECT_EQ(contents->count(), 1U);
  const ValidatorIndex peer = asked(1);
  EXPECT_NE(peer, kOwn);
  EXPECT_EQ(link_.messages<BatchRequest>()[0].digests, std::vector{closed.verified.digest});
  EXPECT_TRUE(wait_for([&] {
    return contents->take(peer, closed.verified.digest, answer(closed, closed.cached->attachments));
  }));
  ASSERT_TRUE(wait_for([&] { return contents->count() == 0; }));
  EXPECT_TRUE(is_here(closed));
  EXPECT_EQ(contents->fetched(), 1U);
  EXPECT_TRUE(ledger_.database().latest().wanted_contents({})->empty());
  EXPECT_FALSE(contents->take(peer, closed.verified.digest, answer(closed, {}))) << "not twice";
}

TEST_F(WantedContentsTest, WhoStripsIsOnlyNotBelieved) {
  const VerifiedIntake closed = commit_stripped("a");
  const auto contents = open();
  const ValidatorIndex liar = asked(1);
  ASSERT_TRUE(
      wait_for([&] { return contents->take(liar, closed.verified.digest, answer(closed, {})); }));
  const ValidatorIndex next = asked(2);
  EXPECT_NE(next, liar);
  EXPECT_TRUE(link_.cut().empty());
  EXPECT_EQ(contents->count(), 1U);
  ASSERT_TRUE(wait_for([&] {
    return contents->take(next, closed.verified.digest, answer(closed, closed.cached->attachments));
  }));
  EXPECT_TRUE(wait_for([&] { return contents->count() == 0; }));
  EXPECT_TRUE(is_here(closed));
}

TEST_F(WantedContentsTest, WhoSendsOtherContentIsCutAndItIsNotKept) {
  const VerifiedIntake closed = commit_stripped("a");
  const auto contents = open();
  const ValidatorIndex liar = asked(1);
  Bytes forged = closed.cached->attachments;
  forged.back() ^= 1;
  ASSERT_TRUE(wait_for(
      [&] { return contents->take(liar, closed.verified.digest, answer(closed, forged)); }));
  EXPECT_TRUE(wait_for([&] { return !link_.cut().empty(); }));
  EXPECT_EQ(link_.cut(), std::vector{testing::a_set().at(liar).id});
  EXPECT_FALSE(is_here(closed));
  EXPECT_EQ(contents->count(), 1U);
}

TEST_F(WantedContentsTest, NobodyIsListenedToWhoWasNotAsked) {
  const VerifiedIntake closed = commit_stripped("a");
  const auto contents = open();
  const ValidatorIndex peer = asked(1);
  for (std::uint16_t i = 0; i < 4; ++i) {
    if (ValidatorIndex{i} != peer) {
      EXPECT_FALSE(contents->take(ValidatorIndex{i}, closed.verified.digest,
                                  answer(closed, closed.cached->attachments)));
    }
  }
}

TEST_F(WantedContentsTest, IsAskedForAgainAfterARestart) {
  const VerifiedIntake first = commit_stripped("a");
  { const auto contents = open(); }
  const VerifiedIntake second = commit_stripped("b");
  ledger_.reopen();
  const auto contents = open();
  EXPECT_EQ(contents->count(), 2U);
  EXPECT_TRUE(wait_for([&] {
    std::set<consensus::BatchDigest> named;
    for (const BatchRequest& request : link_.messages<BatchRequest>()) {
      named.insert(request.digests.begin(), request.digests.end());
    }
    return named.contains(first.verified.digest) && named.contains(second.verified.digest);
  }));
}

TEST_F(WantedContentsTest, WhatARebuiltDatabaseHasIsNotAskedFor) {
  const VerifiedIntake closed = commit_stripped("a");
  const SplitAttachments split = split_attachments(closed.cached->attachments, 1);
  ASSERT_TRUE(ledger_.database().put_attachments(closed.verified.digest, split.entries));
  const auto contents = open();
  EXPECT_TRUE(wait_for([&] { return contents->count() == 0; }));
  EXPECT_TRUE(ledger_.database().latest().wanted_contents({})->empty());
}

TEST_F(WantedContentsTest, CompleteBatchesAreNotWanted) {
  const auto told =
      ledger_.commit_blocks({{ledger_.put("a", Bytes{1}), ledger_.put("b")}, {ledger_.put("c")}});
  EXPECT_TRUE(told.content_wanted.empty());
  // One that has left memory is looked up.
  Delivery read_back = ledger_.deliver({ledger_.close({ledger_.put("d", Bytes{2})})});
  read_back.batches[0] = nullptr;
  EXPECT_TRUE(ledger_.commit({read_back}).content_wanted.empty());
  EXPECT_EQ(open()->count(), 0U);
}

}  // namespace
}  // namespace vitalstream::node
