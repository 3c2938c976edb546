#pragma once
// From what the disk holds to what the engine starts with: the safety record's records, the newest
// committed block with everything consensus needs of it, the batches that are not in a block yet.
// Called once at startup.

#include <optional>
#include <vector>

#include "consensus/engine/engine.hpp"
#include "node/stores/genesis_file.hpp"
#include "storage/database.hpp"
#include "storage/journal.hpp"

namespace vitalstream::node {

struct RecoveryInput {
  const LoadedGenesis* genesis = nullptr;
  const storage::Replay* journal = nullptr;  // null: no safety record, so nothing can be compared
  const storage::Database* database = nullptr;
  consensus::ExecutedRoot genesis_root;  // before the first block
  UnixMs now;
  std::optional<consensus::Halt> halt = std::nullopt;  // of an earlier run, not cleared
};

[[nodiscard]] Result<consensus::EngineStart, SetupFailure> recover(const RecoveryInput& input);

}  // namespace vitalstream::node
