#pragma once
// The data directory that this node's configuration names, opened and locked, or the reason why not
// with what to do about it.

#include <memory>

#include "node/stores/genesis_file.hpp"
#include "storage/data_directory.hpp"

namespace vitalstream::node {

// In words, with what to do.
[[nodiscard]] SetupFailure describe(const storage::DirectoryFailure& failure, const Config& config);

// One that is there, and made to its end.
[[nodiscard]] Result<std::unique_ptr<storage::DataDirectory>, SetupFailure> open_data_directory(
    storage::FileOps& files, const Config& config, const LoadedGenesis& genesis);

}  // namespace vitalstream::node
