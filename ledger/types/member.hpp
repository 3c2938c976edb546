#pragma once
// Members: who may sign transactions. A member is the holder of one key in an organisation; the
// directory finds it by the key's thumbprint. Built from genesis; execution and admission read it.
// Immutable after construction; shared freely between threads.

#include <optional>
#include <string>
#include <vector>

#include "crypto/signature.hpp"
#include "ledger/types/ids.hpp"
#include "ledger/types/role.hpp"

namespace vitalstream::ledger {

struct Member {
  KeyId key_id;
  crypto::PublicKey key;
  std::string organisation;
  std::string name;
  RoleSet roles;
  friend bool operator==(const Member&, const Member&) = default;
};

class MemberDirectory {
 public:
  MemberDirectory() = default;
  // Asserts distinct key ids: genesis refuses a key that is enrolled twice.
  explicit MemberDirectory(std::vector<Member> members);

  // Null for a key that is not enrolled.
  [[nodiscard]] const Member* find(const KeyId& key_id) const;
  // In ascending order of key id.
  [[nodiscard]] const std::vector<Member>& members() const { return members_; }

 private:
  std::vector<Member> members_;
};

}  // namespace vitalstream::ledger
