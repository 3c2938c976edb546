#include "ledger/types/member.hpp"

#include <gtest/gtest.h>

#include "support/transaction_builder.hpp"

namespace vitalstream::ledger {
namespace {

Member member_of(const testing::TestKey& key, std::string name) {
  return {key.id, key.key, "hospital", std::move(name), {Role::Submitter}};
}

TEST(MemberDirectory, FindsAMemberByItsKey) {
  std::vector<Member> members;
  for (std::uint8_t i = 1; i <= 50; ++i) {
    members.push_back(member_of(testing::a_key(i), "m" + std::to_string(i)));
  }
  const MemberDirectory directory(members);
  for (std::uint8_t i = 1; i <= 50; ++i) {
    const Member* found = directory.find(testing::a_key(i).id);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->name, "m" + std::to_string(i));
  }
  EXPECT_EQ(directory.find(testing::a_key(51).id), nullptr);
  EXPECT_EQ(MemberDirectory{}.find(testing::a_key(1).id), nullptr);
}

TEST(MemberDirectoryDeathTest, RefusesAKeyEnrolledTwice) {
  const Member member = member_of(testing::a_key(1), "m");
  EXPECT_DEATH(MemberDirectory({member, member}), "");
}

}  // namespace
}  // namespace vitalstream::ledger
