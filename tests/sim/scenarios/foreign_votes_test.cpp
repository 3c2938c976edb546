// Somebody else signs with a validator's key, and the validator is shown what it never cast (C14).
#include "tests/sim/laws/foreign_votes.hpp"

#include <gtest/gtest.h>

namespace vitalstream::sim {
namespace {

class ForeignVotes : public ::testing::Test {
 protected:
  static void expect_to_end_it(Shown how) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      EXPECT_EQ(why_it_signs_on(how, seed), "") << "seed " << seed;
    }
  }
};

TEST_F(ForeignVotes, InACertificateEndForGoodWhoNeverCastThem) {
  expect_to_end_it(Shown::InACertificate);
}

TEST_F(ForeignVotes, InARememberedViewEndForGoodWhoNeverCastThem) {
  expect_to_end_it(Shown::InARememberedView);
}

TEST_F(ForeignVotes, BeyondTheRecordEndForGoodWhoNeverCastThem) {
  expect_to_end_it(Shown::BeyondTheRecord);
}

}  // namespace
}  // namespace vitalstream::sim
