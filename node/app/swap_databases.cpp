#include "node/app/swap_databases.hpp"

#include <system_error>

namespace vitalstream::node {
namespace {

bool is_there(const std::filesystem::path& path) {
  std::error_code unknown;
  return std::filesystem::exists(path, unknown);
}

}  // namespace

DatabasePlaces database_places(const storage::DataDirectory& directory) {
  return {directory.database_path(), directory.rebuilt_database_path(),
          directory.damaged_database_path()};
}

SwapStage swap_stage(const DatabasePlaces& places) {
  if (!is_there(places.damaged)) {
    return SwapStage::Before;
  }
  return is_there(places.database) ? SwapStage::Done : SwapStage::Between;
}

Result<void, storage::FileError> swap_databases(storage::FileOps& files,
                                                const DatabasePlaces& places) {
  const auto directory = places.database.parent_path();
  if (swap_stage(places) == SwapStage::Before && is_there(places.database)) {
    if (auto moved = files.rename(places.database, places.damaged); !moved) {
      return moved;
    }
    // In this order on the disk too: a crash must not show the new one beside nothing set aside.
    if (auto durable = files.sync_directory(directory); !durable) {
      return durable;
    }
  }
  if (is_there(places.rebuilt)) {
    if (auto moved = files.rename(places.rebuilt, places.database); !moved) {
      return moved;
    }
  }
  return files.sync_directory(directory);
}

}  // namespace vitalstream::node
