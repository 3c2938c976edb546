#pragma once
// Roles of a member within its organisation, and sets of them. Plain values.

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace vitalstream::ledger {

// The values are bit numbers in encoded role sets.
enum class Role : std::uint8_t {
  Administrator = 0,
  DataOfficer = 1,
  Submitter = 2,
  Auditor = 3,
  Reader = 4,
};

inline constexpr std::array kRoles = {Role::Administrator, Role::DataOfficer, Role::Submitter,
                                      Role::Auditor, Role::Reader};

// "administrator", "data_officer", "submitter", "auditor", "reader", as genesis spells them.
[[nodiscard]] std::string_view to_string(Role role);
[[nodiscard]] std::optional<Role> role_named(std::string_view name);

class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<Role> roles);
  constexpr void add(Role role) { bits_ = static_cast<std::uint8_t>(bits_ | bit(role)); }
  [[nodiscard]] constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(RoleSet, RoleSet) = default;

 private:
  [[nodiscard]] static constexpr std::uint8_t bit(Role role) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(role));
  }

  std::uint8_t bits_ = 0;
};

constexpr RoleSet::RoleSet(std::initializer_list<Role> roles) {
  for (const Role role : roles) {
    add(role);
  }
}

}  // namespace vitalstream::ledger
