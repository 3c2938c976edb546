#include "storage/rocks/families.hpp"

#include <gtest/gtest.h>

namespace vitalstream::storage {
namespace {

TEST(Families, AMakingHasItsNumberInTheName) {
  EXPECT_EQ(name_on_disk({ColumnFamily::State, 0}), "state");
  EXPECT_EQ(name_on_disk({ColumnFamily::Index, 12}), "index.12");
  EXPECT_EQ(parse_family_name("state"), (FamilyName{ColumnFamily::State, 0}));
  EXPECT_EQ(parse_family_name("index.12"), (FamilyName{ColumnFamily::Index, 12}));
  EXPECT_EQ(parse_family_name("batches"), (FamilyName{ColumnFamily::Batches, 0}));
}

TEST(Families, OtherNamesAreNobodys) {
  for (const char* name : {"default", "", "state.", "state.0", "state.01", "state.1x", "state.-1",
                           "batches.1", "state.99999999999", "stat"}) {
    EXPECT_EQ(parse_family_name(name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace vitalstream::storage
