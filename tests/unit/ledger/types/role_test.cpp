#include "ledger/types/role.hpp"

#include <gtest/gtest.h>

namespace vitalstream::ledger {
namespace {

TEST(Role, IsFoundByItsName) {
  for (const Role role : kRoles) {
    EXPECT_EQ(role_named(to_string(role)), role);
  }
  EXPECT_EQ(role_named("Submitter"), std::nullopt);
  EXPECT_EQ(role_named(""), std::nullopt);
}

TEST(RoleSet, HoldsWhatWasAdded) {
  RoleSet roles{Role::Submitter};
  EXPECT_TRUE(roles.has(Role::Submitter));
  EXPECT_FALSE(roles.has(Role::Administrator));
  roles.add(Role::Administrator);
  EXPECT_TRUE(roles.has(Role::Administrator));
  EXPECT_EQ(roles, (RoleSet{Role::Administrator, Role::Submitter}));
  EXPECT_TRUE(RoleSet{}.empty());
}

}  // namespace
}  // namespace vitalstream::ledger
