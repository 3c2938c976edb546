#pragma once
// Families: the handles of the column families at one moment. State and index follow from the
// blocks, so they can be made anew beside those in use (fresh_state.hpp); whoever reads or writes
// keeps the set that it began with, and a family that was given up goes with its last reader.
// Within storage only; any thread.

#include <rocksdb/db.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "storage/column_family.hpp"

namespace vitalstream::storage {

// What can be made anew, under a name with the number of its making.
[[nodiscard]] constexpr bool is_remade(ColumnFamily family) {
  return family == ColumnFamily::State || family == ColumnFamily::Index;
}

struct FamilyName {
  ColumnFamily family = ColumnFamily::Meta;
  std::uint32_t generation = 0;  // 0: as it was made with the database
  friend bool operator==(const FamilyName&, const FamilyName&) = default;
};

// "state", and "state.3" for its third making.
[[nodiscard]] std::string name_on_disk(const FamilyName& name);
[[nodiscard]] std::optional<FamilyName> parse_family_name(std::string_view name);

class Families {
 public:
  using Handle = std::shared_ptr<rocksdb::ColumnFamilyHandle>;

  [[nodiscard]] rocksdb::ColumnFamilyHandle* of(ColumnFamily family) const {
    return handles_[static_cast<std::size_t>(family)].get();
  }
  void set(ColumnFamily family, Handle handle) {
    handles_[static_cast<std::size_t>(family)] = std::move(handle);
  }
  // Of the state and its index.
  std::uint32_t generation = 0;

 private:
  std::array<Handle, kColumnFamilies.size()> handles_{};
};

}  // namespace vitalstream::storage
