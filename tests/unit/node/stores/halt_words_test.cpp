#include "node/stores/halt_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using consensus::HaltKind;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kForeignVote =
    "the others hold a vote of this validator in view 9; run `vitalstream init "
    "--new-safety-record` here";

TEST(HaltWords, AHaltIsClearedAndTheNodeStartedAgain) {
  const std::string words = way_out({HaltKind::Halted, "two blocks are final at height 7"});
  EXPECT_THAT(words, HasSubstr("`vitalstream halt clear`"));
  EXPECT_THAT(words, HasSubstr("started again"));
  EXPECT_THAT(words, Not(HasSubstr("init")));
}

TEST(HaltWords, WhatOnlyANewRecordEndsIsNotSentToClear) {
  for (const HaltKind kind : {HaltKind::Halted, HaltKind::Revoked}) {
    const std::string words = way_out({kind, kForeignVote});
    EXPECT_THAT(words, HasSubstr("`vitalstream init --new-safety-record`"));
    EXPECT_THAT(words, Not(HasSubstr("halt clear")));
  }
}

}  // namespace
}  // namespace vitalstream::node
