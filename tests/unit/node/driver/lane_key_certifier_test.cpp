// The key of a lane is certified once the provider does it, however long that is away.
#include "node/driver/lane_key_certifier.hpp"

#include <gtest/gtest.h>

#include <future>

#include "support/key_in_memory.hpp"

namespace vitalstream::node {
namespace {

using testing::KeyInMemory;

constexpr std::uint32_t kOwner = 2;
// Beyond what a clock says in milliseconds.
constexpr consensus::Incarnation kKnown{1ULL << 60U};
constexpr std::chrono::milliseconds kPause{1};
constexpr std::chrono::seconds kPatience{30};

class LaneKeyCertifierTest : public ::testing::Test {
 protected:
  std::unique_ptr<LaneKeyCertifier> certifier(std::unique_ptr<KeyInMemory> backend,
                                              std::chrono::milliseconds pause = kPause) {
    provider_ = std::make_unique<crypto::provider::KeyProvider>(std::move(backend));
    return std::make_unique<LaneKeyCertifier>(
        *provider_, LaneKeyCertifier::Lane{testing::a_genesis(), consensus::ValidatorId{kOwner}},
        LaneKeyCertifier::Events{
            [this](UncertifiedLaneKey made) { certified_.set_value(std::move(made)); },
            [this](const std::string&) {
              if (failures_++ == 0) {
                failed_.set_value();
              }
            }},
        pause);
  }

  std::unique_ptr<crypto::provider::KeyProvider> provider_;
  std::promise<UncertifiedLaneKey> certified_;
  std::promise<void> failed_;
  std::atomic<std::size_t> failures_{0};
};

TEST_F(LaneKeyCertifierTest, ALaneKeyIsCertifiedByTheValidatorsKey) {
  auto certifier = this->certifier(std::make_unique<KeyInMemory>(kOwner));
  auto told = certified_.get_future();
  certifier->renew(kKnown);
  ASSERT_EQ(told.wait_for(kPatience), std::future_status::ready);
  const UncertifiedLaneKey made = told.get();
  EXPECT_EQ(made.lane_key.incarnation, next(kKnown)) << "greater than any clock has it";
  EXPECT_EQ(made.lane_key.signature,
            testing::validator_key(kOwner).sign(
                consensus::lane_key_signing_bytes(testing::a_genesis(), made.lane_key)));
  EXPECT_EQ(failures_, 0U);
}

TEST_F(LaneKeyCertifierTest, AProviderThatIsAwayIsAskedUntilItIsBack) {
  constexpr std::size_t kAway = 5;
  auto certifier = this->certifier(std::make_unique<KeyInMemory>(kOwner, kAway));
  auto told = certified_.get_future();
  certifier->renew(kKnown);
  ASSERT_EQ(told.wait_for(kPatience), std::future_status::ready);
  EXPECT_EQ(failures_, kAway);
}

TEST_F(LaneKeyCertifierTest, ItEndsWhileTheProviderIsAway) {
  auto certifier =
      this->certifier(std::make_unique<KeyInMemory>(kOwner, /*refuses=*/true), kPatience * 100);
  auto failed = failed_.get_future();
  certifier->renew(kKnown);
  ASSERT_EQ(failed.wait_for(kPatience), std::future_status::ready);
  certifier->finish();
  EXPECT_EQ(failures_, 1U);
}

}  // namespace
}  // namespace vitalstream::node
