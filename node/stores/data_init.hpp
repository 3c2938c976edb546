#pragma once
// `vitalstream init`: makes the data directory of a new validator, or, by explicit command, a new
// safety record for one that has lost its own (C15). Nothing else ever makes either.

#include "node/stores/genesis_file.hpp"
#include "node/stores/safety_record.hpp"
#include "storage/data_directory.hpp"

namespace vitalstream::node {

[[nodiscard]] Result<void, SetupFailure> create_data(const Config& config);

// The ledger is kept if it is there, or begun anew; the old record, if any, is kept under another
// name; a halt is cleared. The validator votes again when enough others have told how far they
// have seen votes.
[[nodiscard]] Result<void, SetupFailure> start_new_safety_record(const Config& config);

// Only the record, in a directory that is open: for a ledger that comes from a backup.
[[nodiscard]] Result<void, SetupFailure> begin_lost_record(RecordFiles& files,
                                                           const storage::DataDirectory& directory);

}  // namespace vitalstream::node
