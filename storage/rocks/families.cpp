#include "storage/rocks/families.hpp"

#include <charconv>

namespace vitalstream::storage {

std::string name_on_disk(const FamilyName& name) {
  std::string text(name_of(name.family));
  return name.generation == 0 ? text : text + "." + std::to_string(name.generation);
}

std::optional<FamilyName> parse_family_name(std::string_view name) {
  const std::size_t dot = name.find('.');
  for (const ColumnFamily family : kColumnFamilies) {
    if (name_of(family) != name.substr(0, dot)) {
      continue;
    }
    FamilyName parsed{family, 0};
    if (dot == std::string_view::npos) {
      return parsed;
    }
    const char* const end = name.data() + name.size();
    const auto read = std::from_chars(name.data() + dot + 1, end, parsed.generation);
    // Only as it is written: one family has one name.
    return is_remade(family) && read.ec == std::errc() && read.ptr == end &&
                   name_on_disk(parsed) == name
               ? std::optional(parsed)
               : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace vitalstream::storage
