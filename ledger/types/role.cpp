#include "ledger/types/role.hpp"

#include "base/assert.hpp"

namespace vitalstream::ledger {

std::string_view to_string(Role role) {
  switch (role) {
    case Role::Administrator:
      return "administrator";
    case Role::DataOfficer:
      return "data_officer";
    case Role::Submitter:
      return "submitter";
    case Role::Auditor:
      return "auditor";
    case Role::Reader:
      return "reader";
  }
  VS_ASSERT(false);
}

std::optional<Role> role_named(std::string_view name) {
  for (const Role role : kRoles) {
    if (to_string(role) == name) {
      return role;
    }
  }
  return std::nullopt;
}

}  // namespace vitalstream::ledger
