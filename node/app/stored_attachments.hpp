#pragma once
// Between the attachments of a batch as they travel (one part of bytes,
// ledger/types/attachment.hpp) and as the database keeps them (one entry each,
// storage/attachment_store.hpp).

#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "consensus/types/ids.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

// The travelling part, rebuilt; empty if the batch has none, or if they were erased. `stored` is
// the batch itself, for the number of its items.
[[nodiscard]] Bytes read_attachments(const storage::Database& database,
                                     const consensus::BatchDigest& digest, ByteView stored);

// The entries of a part that has been verified; they view into `contents`.
struct SplitAttachments {
  std::vector<std::vector<Bytes>> contents;
  std::vector<storage::NewAttachment> entries;
};
[[nodiscard]] SplitAttachments split_attachments(ByteView part, std::size_t items);

}  // namespace vitalstream::node
