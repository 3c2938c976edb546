#pragma once
// How much room the parts of a batch take: whoever gathers transactions for one counts with this,
// batch_item_bytes (batch_body.hpp) and the limits of both. Pure.

#include <cstddef>

#include "ledger/types/attachment.hpp"

namespace vitalstream::ledger {

// What a body has beside its items: its version, and the counts of signers and of items; and what
// the attachments of a batch have beside those of its transactions: their count.
inline constexpr std::size_t kBatchBodyCountsBytes = 1 + 2 + 2;
inline constexpr std::size_t kBatchAttachmentsCountBytes = 2;

// What the attachments of one transaction add to a batch's part.
[[nodiscard]] std::size_t attachment_list_bytes(const AttachmentList& list);

}  // namespace vitalstream::ledger
