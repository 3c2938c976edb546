#pragma once
// What a rebuilt database takes over of a damaged one besides blocks (salvaged_blocks.hpp): content
// that the others may have erased since, batches that are in no block yet, evidence, and seals. For
// `vitalstream ledger rebuild`. One thread; what cannot be read or written is left out: the others
// have it, and a later seal covers the blocks of an earlier one.

#include "node/stores/genesis_file.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

// Attachments of the blocks from..to, which could not be kept and will be fetched again.
void keep_attachments(const storage::Database& damaged, storage::Database& rebuilt,
                      storage::Height from, storage::Height to);

// Batches that votes vouch for (C14), each whole or not at all: one without its content would be
// held for whole, and never asked for again.
void keep_pending_batches(const storage::Database& damaged, storage::Database& rebuilt);

void keep_evidence(const storage::Database& damaged, storage::Database& rebuilt);

// This validator's own, which nobody else has, of blocks up to that one: whether or not they could
// be kept, since each says of which block it is.
void keep_seals(const LoadedGenesis& genesis, const storage::Database& damaged,
                storage::Database& rebuilt, storage::Height to);

}  // namespace vitalstream::node
