#include "node/stores/key_rotation.hpp"

#include <gtest/gtest.h>

#include <future>

#include "tests/unit/storage/keyring/keyring_fixture.hpp"

namespace vitalstream::node {
namespace {

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
constexpr UnixMs kCreated{1'700'000'000'000};

UnixMs later(std::int64_t ms) { return UnixMs(kCreated.value() + ms); }

TEST(KeyRotation, IsDueWhenTheKeyIsAsOldAsItMayBe) {
  EXPECT_FALSE(is_due(kCreated, kCreated, 7));
  EXPECT_FALSE(is_due(kCreated, later(7 * kDayMs - 1), 7));
  EXPECT_TRUE(is_due(kCreated, later(7 * kDayMs), 7));
  EXPECT_TRUE(is_due(kCreated, later(700 * kDayMs), 7));
}

TEST(KeyRotation, IsNeverDueWithoutALimitOrWithAClockThatWasPutBack) {
  EXPECT_FALSE(is_due(kCreated, later(700 * kDayMs), 0));
  EXPECT_FALSE(is_due(kCreated, later(-700 * kDayMs), 7));
}

class KeyRotationTest : public ::testing::Test {
 protected:
  KeyRotationTest() {
    EXPECT_TRUE(disk_.make_directory(storage::kPlace.directory).has_value());
    keyring_ = std::move(*storage::Keyring::create(disk_, storage::kPlace, provider_, kCreated));
  }
  // What the first look does: the generation it adds, or the error.
  Result<storage::KeyGeneration, storage::KeyringError> look(std::uint64_t days_max) {
    std::promise<Result<storage::KeyGeneration, storage::KeyringError>> outcome;
    KeyRotation::Parts parts;
    parts.keyring = keyring_.get();
    parts.provider = &provider_;
    parts.days_max = days_max;
    parts.on_rotated = [&](storage::KeyGeneration added) { outcome.set_value(added); };
    parts.on_failed = [&](const storage::KeyringFailure& why) { outcome.set_value(why.error); };
    KeyRotation rotation(std::move(parts));
    auto result = outcome.get_future().get();
    rotation.finish();
    return result;
  }

  storage::CrashDisk disk_{1};
  storage::FailingProvider provider_;
  std::unique_ptr<storage::Keyring> keyring_;
};

TEST_F(KeyRotationTest, AnOldKeyIsReplacedAtOnce) {
  EXPECT_EQ(*look(7), storage::KeyGeneration(2));
  EXPECT_EQ(keyring_->active().generation, storage::KeyGeneration(2));
}

TEST_F(KeyRotationTest, AProviderThatIsAwayLeavesTheOldKeyInUse) {
  provider_.backend.sign_failure = {crypto::provider::ProviderError::Unavailable, "away"};
  EXPECT_EQ(look(7).error(), storage::KeyringError::Unavailable);
  EXPECT_EQ(keyring_->active().generation, storage::KeyGeneration(1));
}

}  // namespace
}  // namespace vitalstream::node
