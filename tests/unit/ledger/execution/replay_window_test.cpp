#include "ledger/execution/replay_window.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>

#include "crypto/sha256.hpp"
#include "support/transaction_builder.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::int64_t kNow = 2'000'000'000;  // seconds

ReplayKey a_replay_key(std::uint32_t jti, std::uint32_t transaction = 0) {
  const std::string text = std::to_string(jti) + "/" + std::to_string(transaction);
  static const KeyId kKey = testing::a_key(1).id;
  return make_replay_key(kKey, std::to_string(jti), TxId{crypto::sha256(as_bytes(text))});
}

UnixMs at_second(std::int64_t second) { return UnixMs{second * 1000}; }

TEST(ReplayWindow, RemembersUntilExp) {
  ReplayWindow window(1);
  window.begin_block(BlockHeight{1}, at_second(kNow));
  EXPECT_EQ(window.ask(a_replay_key(1)), ReplayAnswer::New);
  window.remember(a_replay_key(1), UnixSeconds{kNow + 10});
  EXPECT_EQ(window.ask(a_replay_key(1)), ReplayAnswer::Duplicate);
  EXPECT_EQ(window.ask(a_replay_key(1, 7)), ReplayAnswer::JtiReused);
  window.begin_block(BlockHeight{2}, UnixMs{(kNow + 10) * 1000 - 1});
  EXPECT_EQ(window.ask(a_replay_key(1)), ReplayAnswer::Duplicate);
  window.begin_block(BlockHeight{3}, at_second(kNow + 10));
  EXPECT_EQ(window.ask(a_replay_key(1)), ReplayAnswer::New);
  EXPECT_EQ(window.live(), 0U);
}

TEST(ReplayWindow, IsFullAtItsLimitAndNotAfterExpiry) {
  ReplayWindow window(1, 2);
  window.begin_block(BlockHeight{1}, at_second(kNow));
  window.remember(a_replay_key(1), UnixSeconds{kNow + 5});
  EXPECT_FALSE(window.is_full());
  window.remember(a_replay_key(2), UnixSeconds{kNow + 6});
  EXPECT_TRUE(window.is_full());
  window.begin_block(BlockHeight{2}, at_second(kNow + 5));
  EXPECT_FALSE(window.is_full());
}

TEST(ReplayWindow, NamesTheLowestHeightWhoseEntriesAreNeeded) {
  ReplayWindow window(1);
  window.begin_block(BlockHeight{1}, at_second(kNow));
  EXPECT_EQ(window.floor(), BlockHeight{2});
  window.remember(a_replay_key(1), UnixSeconds{kNow + 5});
  EXPECT_EQ(window.floor(), BlockHeight{1});
  window.begin_block(BlockHeight{2}, at_second(kNow + 1));
  window.remember(a_replay_key(2), UnixSeconds{kNow + 50});
  window.begin_block(BlockHeight{3}, at_second(kNow + 5));
  EXPECT_EQ(window.floor(), BlockHeight{2});
}

TEST(ReplayWindow, RefusesBytesThatItDidNotStore) {
  ReplayWindow window(1);
  window.begin_block(BlockHeight{1}, at_second(kNow));
  EXPECT_FALSE(window.restore(BlockHeight{1}, Bytes(31)));
  EXPECT_FALSE(window.restore(BlockHeight{1}, Bytes(32)));
  EXPECT_TRUE(window.restore(BlockHeight{1}, {}));
}

// Hours at the limit, with everything that expires in one second now and then: no table outgrows
// four thirds of it, but for the old one, half as large, that moves over.
TEST(ReplayWindow, TakesNoMoreRoomHoweverLongItRuns) {
  constexpr std::size_t kLimit = 20'000;
  ReplayWindow window(11, kLimit);
  std::int64_t now = kNow;
  std::uint32_t jti = 0;
  std::size_t most = 0;
  for (std::uint64_t height = 1; height <= 300; ++height) {
    window.begin_block(BlockHeight{height}, at_second(++now));
    const std::int64_t exp = height % 100 < 50 ? now + 20 : (now / 100 + 1) * 100;
    while (!window.is_full() && jti % 1'500 != 1'499) {
      window.remember(a_replay_key(jti++), UnixSeconds{exp});
      most = std::max(most, window.slots());
    }
    ++jti;
  }
  EXPECT_GT(jti, 5 * kLimit);
  EXPECT_LE(most, kLimit * 2);
}

// Below a limit; std::mt19937 yields the same numbers everywhere, its distributions do not.
std::uint32_t below(std::mt19937& random, std::uint32_t limit) {
  return static_cast<std::uint32_t>(random() % limit);
}

// A plain model that remembers everything for ever.
struct Model {
  struct Entry {
    std::uint32_t transaction = 0;
    std::int64_t exp = 0;
  };
  std::map<std::uint32_t, Entry> entries;

  ReplayAnswer ask(std::uint32_t jti, std::uint32_t transaction, std::int64_t now) const {
    const auto found = entries.find(jti);
    if (found == entries.end() || found->second.exp <= now) {
      return ReplayAnswer::New;
    }
    return found->second.transaction == transaction ? ReplayAnswer::Duplicate
                                                    : ReplayAnswer::JtiReused;
  }
};

// Three windows see the same blocks: one runs through, one has another layout, one is restored from
// stored entries again and again. All must answer like the model, through growth and expiry.
TEST(ReplayWindow, AnswersLikeAModelWhateverItsLayoutAndAfterEveryRestart) {
  constexpr std::size_t kLimit = 30'000;
  std::mt19937 random(5);  // the seed of this test's history
  ReplayWindow steady(1, kLimit);
  ReplayWindow other(123'456'789, kLimit);
  ReplayWindow restarted(7, kLimit);
  Model model;
  std::vector<Bytes> stored;
  std::int64_t now = kNow;
  for (std::uint64_t height = 1; height <= 120; ++height) {
    now += below(random, 3);
    for (ReplayWindow* window : {&steady, &other, &restarted}) {
      window->begin_block(BlockHeight{height}, at_second(now));
    }
    const std::uint32_t questions = below(random, 2'500);
    for (std::uint32_t i = 0; i < questions; ++i) {
      const std::uint32_t jti = below(random, 60'000);
      const std::uint32_t transaction = below(random, 2);
      const ReplayKey key = a_replay_key(jti, transaction);
      const ReplayAnswer expected = model.ask(jti, transaction, now);
      ASSERT_EQ(steady.ask(key), expected);
      ASSERT_EQ(other.ask(key), expected);
      ASSERT_EQ(restarted.ask(key), expected);
      ASSERT_EQ(steady.is_full(), restarted.is_full());
      if (expected != ReplayAnswer::New || steady.is_full()) {
        continue;
      }
      const std::int64_t exp = now + 1 + below(random, 60);
      model.entries[jti] = {transaction, exp};
      for (ReplayWindow* window : {&steady, &other, &restarted}) {
        window->remember(key, UnixSeconds{exp});
      }
    }
    ASSERT_EQ(steady.block_entries(), restarted.block_entries());
    ASSERT_EQ(steady.live(), restarted.live());
    ASSERT_EQ(steady.floor(), restarted.floor());
    stored.push_back(steady.block_entries());
    if (below(random, 5) == 0) {
      ReplayWindow fresh(random(), kLimit);
      fresh.begin_block(BlockHeight{height}, at_second(now));
      for (std::uint64_t h = steady.floor().value(); h <= height; ++h) {
        ASSERT_TRUE(fresh.restore(BlockHeight{h}, stored[h - 1]));
      }
      restarted = std::move(fresh);
    }
  }
}

}  // namespace
}  // namespace vitalstream::ledger
