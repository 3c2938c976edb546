#include "node/stores/swap_databases.hpp"

#include <algorithm>

#include "base/result.hpp"

namespace vitalstream::node {
namespace {

using storage::FileError;

struct Present {
  bool database = false;
  bool rebuilt = false;
  bool damaged = false;
};

// A directory that cannot be read is an error: taken for empty, it would be filled anew.
Result<Present, FileError> look(storage::FileOps& files, const DatabasePlaces& places) {
  VS_TRY(names, files.list(places.database.parent_path()));
  const auto holds = [&](const std::filesystem::path& path) {
    return std::ranges::find(names, path.filename().string()) != names.end();
  };
  return Present{holds(places.database), holds(places.rebuilt), holds(places.damaged)};
}

SwapStage stage_of(const Present& present) {
  if (!present.damaged) {
    return SwapStage::Before;
  }
  if (present.database) {
    return SwapStage::Done;
  }
  return present.rebuilt ? SwapStage::Between : SwapStage::Broken;
}

}  // namespace

DatabasePlaces database_places(const storage::DataDirectory& directory) {
  return {directory.database_path(), directory.rebuilt_database_path(),
          directory.damaged_database_path()};
}

Result<SwapStage, FileError> swap_stage(storage::FileOps& files, const DatabasePlaces& places) {
  VS_TRY(present, look(files, places));
  return stage_of(present);
}

Result<void, SetupFailure> check_swap(storage::FileOps& files, const DatabasePlaces& places) {
  const auto stage = swap_stage(files, places);
  if (!stage) {
    return SetupFailure{places.database.parent_path().string() + ": " +
                        std::string(storage::to_string(stage.error()))};
  }
  switch (*stage) {
    case SwapStage::Before:
    case SwapStage::Done:
      return {};
    case SwapStage::Between:
      return SetupFailure{
          "a rebuild of the ledger was interrupted: run `vitalstream ledger "
          "rebuild` again"};
    case SwapStage::Broken:
      return SetupFailure{"there is no database, only " + places.damaged.string() +
                          ", which a rebuild had set aside: name it " +
                          places.database.filename().string() +
                          " again and run `vitalstream ledger rebuild`, or remove it"};
  }
  return {};
}

Result<void, FileError> swap_databases(storage::FileOps& files, const DatabasePlaces& places) {
  const auto directory = places.database.parent_path();
  // The name of the rebuilt one must last before that of the damaged one goes.
  VS_RETURN_IF_ERROR(files.sync_directory(directory));
  VS_TRY(present, look(files, places));
  if (stage_of(present) == SwapStage::Before && present.database) {
    VS_RETURN_IF_ERROR(files.rename(places.database, places.damaged));
    // In this order on the disk too: a crash must not show the new one beside nothing set aside.
    VS_RETURN_IF_ERROR(files.sync_directory(directory));
  }
  if (present.rebuilt) {
    VS_RETURN_IF_ERROR(files.rename(places.rebuilt, places.database));
  }
  return files.sync_directory(directory);
}

}  // namespace vitalstream::node
