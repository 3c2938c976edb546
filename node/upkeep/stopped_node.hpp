#pragma once
// A node that does not run, as `vitalstream keys` and `vitalstream ledger` work on it: its data
// directory locked, so that it cannot be started meanwhile, its key provider and keyring opened.

#include <memory>

#include "node/stores/ledger_keys.hpp"
#include "storage/data_directory.hpp"
#include "storage/files/posix_file_ops.hpp"

namespace vitalstream::node {

struct StoppedNode {
  LoadedGenesis genesis;
  std::unique_ptr<crypto::provider::KeyProvider> provider;
  std::unique_ptr<storage::PosixFileOps> files;
  std::unique_ptr<storage::DataDirectory> directory;
  std::shared_ptr<storage::Keyring> keyring;
};

[[nodiscard]] Result<StoppedNode, SetupFailure> open_stopped_node(const Config& config);

}  // namespace vitalstream::node
