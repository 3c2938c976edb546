#pragma once
// Stores: the data directory's lock, the safety record and the database of a running node, opened
// in that order and compared before anything is deleted or signed.

#include <memory>

#include "node/app/genesis_file.hpp"
#include "node/app/log.hpp"
#include "storage/data_directory.hpp"
#include "storage/database.hpp"
#include "storage/journal.hpp"
#include "storage/files/posix_file_ops.hpp"

namespace vitalstream::node {

struct Stores {
  std::unique_ptr<storage::PosixFileOps> files;
  std::unique_ptr<storage::DataDirectory> directory;
  std::unique_ptr<storage::Journal> journal;
  storage::Replay replay;
  std::unique_ptr<storage::Database> database;
};

[[nodiscard]] Result<Stores, SetupFailure> open_stores(const Config& config,
                                                       const LoadedGenesis& genesis, Log& log);

}  // namespace vitalstream::node
