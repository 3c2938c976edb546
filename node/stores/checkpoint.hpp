#pragma once
// A checkpoint of a node that runs, for whoever backs it up: the folder `checkpoint` in the data
// directory with `db/`, `keyring` and `tip.json`. It appears as a whole. Asked for by SIGUSR1,
// which only the node's own user can send; no port is opened for it.

#include <filesystem>
#include <optional>

#include "node/stores/genesis_file.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

[[nodiscard]] std::filesystem::path checkpoint_path(const std::filesystem::path& data_dir);

// Replaces an earlier one. Any thread; the node goes on meanwhile.
[[nodiscard]] Result<void, SetupFailure> make_checkpoint(const std::filesystem::path& data_dir,
                                                         const storage::Database& database);

// The newest block of a checkpoint; nothing if the file is none of ours.
[[nodiscard]] std::optional<storage::Tip> read_checkpoint_tip(
    const std::filesystem::path& checkpoint);

}  // namespace vitalstream::node
