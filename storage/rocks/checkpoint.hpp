#pragma once
// A checkpoint: the database as it is at one moment, as a folder of files of its own, hard links
// where files do not change any more. Owned by Database; any thread.

#include <filesystem>

#include "storage/rocks/handle.hpp"

namespace vitalstream::storage {

// The folder must not exist, and lies on the same file system.
[[nodiscard]] Written make_checkpoint(RocksHandle& rocks, const std::filesystem::path& folder);

}  // namespace vitalstream::storage
