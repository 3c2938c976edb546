#include "ledger/query/query_error.hpp"

#include <gtest/gtest.h>

namespace vitalstream::ledger {
namespace {

TEST(QueryError, EachHasAName) {
  EXPECT_EQ(to_string(QueryError::BadCursor), "bad_cursor");
  EXPECT_EQ(to_string(QueryError::TooManyDecisions), "too_many_decisions");
  EXPECT_EQ(to_string(QueryError::DamagedState), "damaged_state");
  EXPECT_EQ(to_string(QueryError::UnreadableState), "unreadable_state");
}

TEST(QueryError, DamageIsToldFromADatabaseThatFailed) {
  EXPECT_EQ(query_error(StateError::Damaged), QueryError::DamagedState);
  EXPECT_EQ(query_error(StateError::Unreadable), QueryError::UnreadableState);
}

}  // namespace
}  // namespace vitalstream::ledger
