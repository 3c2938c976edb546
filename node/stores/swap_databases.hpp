#pragma once
// Puts a rebuilt database in the place of a damaged one by two renames, and tells from the names
// that are there how far a crash has let it come. For `vitalstream ledger rebuild`, and asked at
// start. The three lie in one directory. One thread.

#include <filesystem>

#include "node/stores/genesis_file.hpp"
#include "storage/data_directory.hpp"
#include "storage/files/file_ops.hpp"

namespace vitalstream::node {

struct DatabasePlaces {
  std::filesystem::path database;
  std::filesystem::path rebuilt;
  std::filesystem::path damaged;
};

[[nodiscard]] DatabasePlaces database_places(const storage::DataDirectory& directory);

enum class SwapStage {
  Before,   // the damaged one is in its place, or there is none
  Between,  // it is set aside, and the rebuilt one not yet in its place
  Done,     // the rebuilt one is in its place
  Broken,   // the damaged one is set aside, and there is no other: no crash leaves it so
};

[[nodiscard]] Result<SwapStage, storage::FileError> swap_stage(storage::FileOps& files,
                                                               const DatabasePlaces& places);

// Whether what is in the database's place may be opened; if not, what to do about it.
[[nodiscard]] Result<void, SetupFailure> check_swap(storage::FileOps& files,
                                                    const DatabasePlaces& places);

// Goes on from wherever it stopped, unless that is Broken; durable when it returns.
[[nodiscard]] Result<void, storage::FileError> swap_databases(storage::FileOps& files,
                                                              const DatabasePlaces& places);

}  // namespace vitalstream::node
