#include "node/commit/block_sealer.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "crypto/verify.hpp"
#include "node/stores/ledger_reader.hpp"
#include "support/a_ledger.hpp"
#include "support/key_in_memory.hpp"

namespace vitalstream::node {
namespace {

constexpr std::chrono::milliseconds kOften{1};
constexpr std::chrono::seconds kDeadline{30};

// Validator 2 seals the ledger's blocks.
class BlockSealerTest : public ::testing::Test {
 protected:
  // A provider that signs so many times and is away from then on.
  void seal_with(std::size_t signatures) {
    sealer_.reset();
    asked_ = 0;
    provider_ = std::make_unique<crypto::provider::KeyProvider>(
        std::make_unique<testing::KeyInMemory>(2, signatures, asked_));
    BlockSealer::Parts parts{.database = ledger_.database(),
                             .provider = *provider_,
                             .genesis = testing::a_genesis(),
                             .own = consensus::ValidatorId{2},
                             .interval = kOften};
    parts.on_failed = [this](const BlockSealer::Failure&) { failures_ += 1; };
    sealer_ = std::make_unique<BlockSealer>(std::move(parts));
  }
  void commit_block(const std::string& jti) { ledger_.commit_blocks({{ledger_.put(jti)}}); }
  template <class Condition>
  static void wait_for(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + kDeadline;
    while (!condition() && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::yield();
    }
    ASSERT_TRUE(condition());
  }
  void wait_for_seal_of(std::uint64_t height) {
    wait_for([&] { return sealer_->sealed_height() == height; });
  }

  testing::ALedger ledger_;
  std::atomic<std::size_t> asked_{0};
  std::atomic<std::size_t> failures_{0};
  std::unique_ptr<crypto::provider::KeyProvider> provider_;
  std::unique_ptr<BlockSealer> sealer_;
};

TEST_F(BlockSealerTest, TheNewestBlockIsSealedWithTheStateAfterIt) {
  ledger_.commit_blocks({{ledger_.put("a")}, {ledger_.put("b")}});
  seal_with(1);
  wait_for_seal_of(2);
  const LedgerReader reader(ledger_.database());
  const auto seal = reader.first_seal_from(consensus::Height{1});
  ASSERT_TRUE(seal);
  EXPECT_EQ(seal->height, consensus::Height{2});
  EXPECT_EQ(seal->validator, consensus::ValidatorId{2});
  EXPECT_EQ(seal->block, reader.tip()->digest);
  EXPECT_EQ(seal->executed_root, reader.executed(consensus::Height{2})->executed_root);
  EXPECT_TRUE(crypto::verify(provider_->public_key(),
                             consensus::seal_signing_bytes(testing::a_genesis(), *seal),
                             seal->signature));
}

TEST_F(BlockSealerTest, ABlockIsSealedOnceAlsoAfterARestart) {
  commit_block("a");
  seal_with(2);
  wait_for_seal_of(1);
  EXPECT_EQ(asked_.load(), 1U);
  seal_with(2);
  wait_for_seal_of(1);
  EXPECT_EQ(asked_.load(), 0U);
}

TEST_F(BlockSealerTest, NothingIsAskedWhileThereIsNoBlock) {
  seal_with(1);
  commit_block("a");
  wait_for_seal_of(1);
  EXPECT_EQ(asked_.load(), 1U);
}

TEST_F(BlockSealerTest, AProviderThatIsBackSealsTheNewestBlockAndNoneOfThoseMissed) {
  commit_block("a");
  seal_with(0);
  wait_for([&] { return failures_ >= 1; });
  commit_block("b");
  commit_block("c");
  EXPECT_EQ(sealer_->sealed_height(), 0U);
  seal_with(1);
  wait_for_seal_of(3);
  EXPECT_EQ(asked_.load(), 1U);
  const LedgerReader reader(ledger_.database());
  EXPECT_EQ(reader.first_seal_from(consensus::Height{1})->height, consensus::Height{3});
  EXPECT_EQ(reader.first_seal_from(consensus::Height{4}).error(), ReadError::NotFound);
}

}  // namespace
}  // namespace vitalstream::node
