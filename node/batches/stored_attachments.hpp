#pragma once
// Between the attachments of a batch as they travel (one part of bytes,
// ledger/types/attachment.hpp) and as the database keeps them (one entry each,
// storage/attachment_store.hpp).

#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "consensus/types/ids.hpp"
#include "ledger/types/batch_body.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

// Whether fewer attachments of a batch can be read than its transactions commit to.
[[nodiscard]] bool lacks_attachments(const storage::Database& database,
                                     const consensus::BatchDigest& digest,
                                     const ledger::ParsedBatch& batch);

// The travelling part, rebuilt; empty if the batch has none, or if not all of them are here: a part
// of them would be taken for a forgery. `stored` is the batch itself.
[[nodiscard]] Bytes read_attachments(const storage::Database& database,
                                     const consensus::BatchDigest& digest, ByteView stored);

// The entries of a part that has been verified; they view into `contents`.
struct SplitAttachments {
  std::vector<std::vector<Bytes>> contents;
  std::vector<storage::NewAttachment> entries;
};
[[nodiscard]] SplitAttachments split_attachments(ByteView part, std::size_t items);

}  // namespace vitalstream::node
