// Own votes through a key provider: what it signs is checked before anybody hears of it, and what
// it refuses is told.
#include "node/driver/vote_signer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "node/driver/limits.hpp"
#include "support/a_batch.hpp"
#include "support/key_in_memory.hpp"

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;
using testing::KeyInMemory;

// Validator 2, at index 1 of four.
class VoteSignerTest : public ::testing::Test {
 protected:
  template <class Requests>
  void run(std::unique_ptr<KeyInMemory> backend, Requests requests) {
    crypto::provider::KeyProvider provider(std::move(backend));
    VoteSigner::Events events;
    events.on_signed = [this](consensus::Verified<consensus::Vote> vote) {
      signed_.push_back(*vote);
    };
    events.on_failed = [this](const consensus::VoteSubject& subject, const std::string& reason) {
      failed_.emplace_back(subject, reason);
    };
    VoteSigner signer(provider,
                      {testing::a_genesis(), testing::a_set(), consensus::ValidatorIndex{1}, mode_},
                      std::move(events));
    requests(signer);
    signer.finish();
  }
  static consensus::VoteSubject a_subject(std::uint64_t view) {
    return consensus::make_nullify(consensus::Epoch{1}, consensus::View{view});
  }
  void expect_all_signed_verify() const {
    VerifyWorker worker;
    const GenesisHash genesis = testing::a_genesis();
    const consensus::ValidatorSet set = testing::a_set();
    const consensus::Verifier verifier(genesis, set, worker);
    for (const consensus::Vote& vote : signed_) {
      EXPECT_TRUE(verifier.verify_vote(vote).has_value()) << vote.subject.view.value();
    }
  }
  SigningMode mode_ = SigningMode::Direct;
  std::atomic<std::size_t> asked_{0};
  std::vector<consensus::Vote> signed_;
  std::vector<std::pair<consensus::VoteSubject, std::string>> failed_;
};

TEST_F(VoteSignerTest, WhoHasFallenSilentSignsNothingThatIsAskedForAfterwards) {
  run(std::make_unique<KeyInMemory>(2), [](VoteSigner& signer) {
    signer.sign(a_subject(7));
    signer.fall_silent();
    signer.sign(a_subject(8));
  });
  ASSERT_EQ(signed_.size(), 1U);
  EXPECT_EQ(signed_[0].subject, a_subject(7));
  EXPECT_TRUE(failed_.empty());
}

TEST_F(VoteSignerTest, VotesAreSignedInOrderForTheOwnIndex) {
  run(std::make_unique<KeyInMemory>(2), [](VoteSigner& signer) {
    signer.sign(a_subject(7));
    signer.sign(a_subject(8));
  });
  ASSERT_EQ(signed_.size(), 2U);
  EXPECT_EQ(signed_[0].subject, a_subject(7));
  EXPECT_EQ(signed_[1].subject, a_subject(8));
  EXPECT_EQ(signed_[0].signer, consensus::ValidatorIndex{1});
  VerifyWorker worker;
  const GenesisHash genesis = testing::a_genesis();
  const consensus::ValidatorSet set = testing::a_set();
  const consensus::Verifier verifier(genesis, set, worker);
  EXPECT_TRUE(verifier.verify_vote(signed_[0]).has_value());
}

TEST_F(VoteSignerTest, KeyOfAnotherValidatorIsFoundOutAtOnce) {
  run(std::make_unique<KeyInMemory>(3), [](VoteSigner& signer) { signer.sign(a_subject(7)); });
  EXPECT_TRUE(signed_.empty());
  ASSERT_EQ(failed_.size(), 1U);
  EXPECT_EQ(failed_[0].first, a_subject(7));
  EXPECT_THAT(failed_[0].second, HasSubstr("not the validator's"));
}

TEST_F(VoteSignerTest, RefusalIsToldWithItsReason) {
  run(std::make_unique<KeyInMemory>(2, /*refuses=*/true),
      [](VoteSigner& signer) { signer.sign(a_subject(7)); });
  EXPECT_TRUE(signed_.empty());
  ASSERT_EQ(failed_.size(), 1U);
  EXPECT_THAT(failed_[0].second, HasSubstr("by policy"));
}

class Delegated : public VoteSignerTest {
 protected:
  void SetUp() override { mode_ = SigningMode::Delegated; }
  std::unique_ptr<KeyInMemory> provider(std::size_t signs) {
    return std::make_unique<KeyInMemory>(2, signs, asked_);
  }
  static void wait_for(const std::atomic<std::size_t>& count, std::size_t least) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (count.load() < least && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::yield();
    }
    ASSERT_GE(count.load(), least);
  }
};

TEST_F(Delegated, TheProviderIsAskedOnceForManyVotes) {
  run(provider(1), [](VoteSigner& signer) {
    for (std::uint64_t view = 7; view < 107; ++view) {
      signer.sign(a_subject(view));
    }
  });
  EXPECT_EQ(asked_.load(), 1U);
  EXPECT_EQ(signed_.size(), 100U);
  expect_all_signed_verify();
}

TEST_F(Delegated, HalfOfTheRangeBeforeItsEndItIsRenewed) {
  run(provider(2), [this](VoteSigner& signer) {
    signer.sign(a_subject(1));
    signer.sign(a_subject(2 + kDelegationViewsAhead / 2));
    wait_for(asked_, 2);
  });
  EXPECT_EQ(asked_.load(), 2U);
  EXPECT_EQ(signed_.size(), 2U);
  expect_all_signed_verify();
}

TEST_F(Delegated, AProviderThatIsAwayIsNotNoticedWhileTheRangeLasts) {
  run(provider(1), [this](VoteSigner& signer) {
    signer.sign(a_subject(1));
    signer.sign(a_subject(2 + kDelegationViewsAhead / 2));
    wait_for(asked_, 2);
    signer.sign(a_subject(1 + kDelegationViewsAhead));
  });
  EXPECT_EQ(signed_.size(), 3U);
  EXPECT_TRUE(failed_.empty());
  expect_all_signed_verify();
}

TEST_F(Delegated, WithoutADelegationForTheViewNothingIsSigned) {
  run(provider(1), [](VoteSigner& signer) {
    signer.sign(a_subject(1));
    signer.sign(a_subject(2 + kDelegationViewsAhead));
  });
  EXPECT_EQ(signed_.size(), 1U);
  ASSERT_EQ(failed_.size(), 1U);
  EXPECT_EQ(failed_[0].first, a_subject(2 + kDelegationViewsAhead));
}

TEST_F(Delegated, AnotherProcessHasAnotherKey) {
  run(provider(2), [](VoteSigner& signer) { signer.sign(a_subject(7)); });
  run(provider(2), [](VoteSigner& signer) { signer.sign(a_subject(7)); });
  ASSERT_EQ(signed_.size(), 2U);
  EXPECT_NE(signed_[0].signature, signed_[1].signature);
  expect_all_signed_verify();
}

}  // namespace
}  // namespace vitalstream::node
