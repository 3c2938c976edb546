// C14: records on their way to the disk.
#include "consensus/core/journal.hpp"

#include <gtest/gtest.h>

#include "a_chain.hpp"
#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {
namespace {

const CertifiedView kRecord{Epoch{1}, View{1}};

TEST(Journal, KeepsRecordsUntilTheyAreTaken) {
  Journal journal;
  EXPECT_FALSE(journal.has_unwritten());
  journal.add(kRecord);
  EXPECT_TRUE(journal.has_unwritten());
  EXPECT_EQ(journal.take().size(), 1U);
  EXPECT_FALSE(journal.has_unwritten());
}

TEST(Journal, IsOverfullWhenTooManyWaitForAVote) {
  Journal journal;
  for (std::size_t i = 0; i < kUnwrittenRecordsMax; ++i) {
    journal.add(kRecord);
  }
  EXPECT_FALSE(journal.is_overfull());
  journal.add(kRecord);
  EXPECT_TRUE(journal.is_overfull());
}

TEST(Journal, OutgrowsItselfAndStartsAnew) {
  Journal journal;
  Block block = testing::sample_block();
  block.references.assign(kBlockReferencesMax, testing::sample_ref());
  while (!journal.has_outgrown()) {
    journal.add(HeldBlock{block});
    static_cast<void>(journal.take());
  }
  journal.add(kRecord);
  journal.rotated({NewRecord{Epoch{1}, View{3}}});
  EXPECT_FALSE(journal.has_outgrown());
  EXPECT_FALSE(journal.has_unwritten()) << "what was unwritten is among what it starts with";
}

}  // namespace
}  // namespace vitalstream::consensus
