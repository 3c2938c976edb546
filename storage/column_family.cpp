#include "storage/column_family.hpp"

namespace vitalstream::storage {

std::string_view name_of(ColumnFamily family) {
  switch (family) {
    case ColumnFamily::Batches:
      return "batches";
    case ColumnFamily::Attachments:
      return "attachments";
    case ColumnFamily::Blocks:
      return "blocks";
    case ColumnFamily::Finalizations:
      return "finalizations";
    case ColumnFamily::Results:
      return "results";
    case ColumnFamily::TxIndex:
      return "tx_index";
    case ColumnFamily::State:
      return "state";
    case ColumnFamily::Index:
      return "index";
    case ColumnFamily::Tiles:
      return "tiles";
    case ColumnFamily::Window:
      return "window";
    case ColumnFamily::Evidence:
      return "evidence";
    case ColumnFamily::Meta:
      return "meta";
  }
  return "unknown";
}

}  // namespace vitalstream::storage
