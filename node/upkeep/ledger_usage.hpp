#pragma once
// `vitalstream ledger usage`: what of the disk a stopped node's ledger takes, by column family and
// generation of data keys. Changes nothing.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "node/stores/genesis_file.hpp"
#include "storage/key_usage.hpp"
#include "storage/keyring/keyring_contents.hpp"

namespace vitalstream::node {

struct UsageRow {
  // A column family, or the kind of file for those that belong to none: the safety record too.
  std::string name;
  // Nothing: the header of the file cannot be believed.
  std::optional<storage::KeyGeneration> generation;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;  // on the disk
};

struct GenerationUsage {
  storage::GenerationInfo info;
  std::uint64_t bytes = 0;
};

struct LedgerUsage {
  std::vector<UsageRow> rows;  // by name and generation
  std::vector<GenerationUsage> generations;
};

[[nodiscard]] Result<LedgerUsage, SetupFailure> measure_ledger(const Config& config);

// All files that data keys encrypt, in these directories (DataDirectory::encrypted_paths): those of
// the database by their names, all others as `safety/NAME`.
[[nodiscard]] Result<std::vector<storage::KeyedFile>, SetupFailure> keyed_files(
    const std::vector<std::filesystem::path>& places);

// What each generation of the keyring holds, those with nothing included.
[[nodiscard]] Result<std::vector<GenerationUsage>, SetupFailure> measure_generations(
    const std::vector<storage::GenerationInfo>& generations,
    const std::vector<std::filesystem::path>& places);

}  // namespace vitalstream::node
