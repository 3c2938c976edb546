#include "node/batches/pending_tx.hpp"

#include <utility>

#include "ledger/types/batch_body.hpp"
#include "ledger/types/batch_room.hpp"

namespace vitalstream::node {

std::shared_ptr<const PendingTx> make_pending(ledger::OwnedTransaction transaction,
                                              const crypto::PublicKey& key,
                                              ledger::AttachmentList attachments) {
  PendingTx pending{std::move(transaction), key, std::move(attachments), 0, 0};
  pending.body_bytes = ledger::batch_item_bytes({&pending.key, pending.transaction->envelope});
  pending.attachment_bytes = ledger::attachment_list_bytes(pending.attachments);
  return std::make_shared<const PendingTx>(std::move(pending));
}

}  // namespace vitalstream::node
