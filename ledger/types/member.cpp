#include "ledger/types/member.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream::ledger {

MemberDirectory::MemberDirectory(std::vector<Member> members) : members_(std::move(members)) {
  std::ranges::sort(members_, {}, &Member::key_id);
  VS_ASSERT(std::ranges::adjacent_find(members_, {}, &Member::key_id) == members_.end());
}

const Member* MemberDirectory::find(const KeyId& key_id) const {
  const auto found = std::ranges::lower_bound(members_, key_id, {}, &Member::key_id);
  return found != members_.end() && found->key_id == key_id ? &*found : nullptr;
}

}  // namespace vitalstream::ledger
