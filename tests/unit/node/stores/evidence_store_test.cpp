// S2, L6: evidence is kept once, across restarts, and so much of each validator.
#include "node/stores/evidence_store.hpp"

#include <gtest/gtest.h>

#include "node/stores/limits.hpp"
#include "support/a_batch.hpp"
#include "tests/unit/storage/database_fixture.hpp"

namespace vitalstream::node {
namespace {

using consensus::ValidatorIndex;
using consensus::Vote;

class EvidenceStoreTest : public storage::DatabaseFixture {
 protected:
  [[nodiscard]] EvidenceStore open() {
    auto opened = EvidenceStore::open(*database_, set_);
    EXPECT_TRUE(opened);
    return std::move(*opened);
  }
  [[nodiscard]] static consensus::Evidence two_votes(std::uint16_t signer, std::uint64_t view) {
    Vote first;
    first.signer = ValidatorIndex{signer};
    first.subject.view = consensus::View{view};
    first.subject.kind = consensus::VoteKind::Nullify;
    Vote second = first;
    second.subject.kind = consensus::VoteKind::Finalize;
    return consensus::ConflictingVotes{first, second};
  }
  [[nodiscard]] std::size_t in_database() { return database_->latest().evidence()->size(); }

  consensus::ValidatorSet set_ = testing::a_set();
};

TEST_F(EvidenceStoreTest, TellsWhoDidWhat) {
  EvidenceStore store = open();
  const auto kept = store.keep(two_votes(2, 7));
  ASSERT_TRUE(kept && *kept);
  EXPECT_EQ((*kept)->accused, set_.at(ValidatorIndex{2}).name);
  EXPECT_EQ((*kept)->fault, "two votes that exclude each other");
  EXPECT_EQ(in_database(), 1U);
}

TEST_F(EvidenceStoreTest, TheSameEvidenceIsKeptAndToldOnce) {
  EvidenceStore store = open();
  EXPECT_TRUE(*store.keep(two_votes(2, 7)));
  EXPECT_FALSE(*store.keep(two_votes(2, 7)));
  EvidenceStore later = open();
  EXPECT_FALSE(*later.keep(two_votes(2, 7)));
}

TEST_F(EvidenceStoreTest, OneThatSignsFaultsWithoutEndFillsItsOwnPlaceOnly) {
  EvidenceStore store = open();
  for (std::uint64_t view = 1; view <= 2 * kEvidencePerValidatorMax; ++view) {
    EXPECT_TRUE(store.keep(two_votes(2, view)));
  }
  EXPECT_EQ(in_database(), kEvidencePerValidatorMax);
  EXPECT_TRUE(*store.keep(two_votes(1, 1)));
  EvidenceStore later = open();
  EXPECT_FALSE(*later.keep(two_votes(2, 9'999))) << "counted across a restart";
}

}  // namespace
}  // namespace vitalstream::node
