#pragma once
// The column families of the database; README.md tells what each holds. Their names are on disk:
// a renamed or reordered one is a new format version.

#include <array>
#include <cstddef>
#include <string_view>

namespace vitalstream::storage {

enum class ColumnFamily : std::size_t {
  Batches,
  Attachments,
  Blocks,
  Finalizations,
  Results,
  TxIndex,
  State,
  Index,
  Tiles,
  Window,
  Evidence,
  Meta,
};

inline constexpr std::array kColumnFamilies{
    ColumnFamily::Batches,       ColumnFamily::Attachments, ColumnFamily::Blocks,
    ColumnFamily::Finalizations, ColumnFamily::Results,     ColumnFamily::TxIndex,
    ColumnFamily::State,         ColumnFamily::Index,       ColumnFamily::Tiles,
    ColumnFamily::Window,        ColumnFamily::Evidence,    ColumnFamily::Meta};

[[nodiscard]] std::string_view name_of(ColumnFamily family);

}  // namespace vitalstream::storage
