#pragma once
// PendingTx: a submitted transaction between its admission and the closing of its batch. Immutable
// and shared between threads.

#include <cstddef>
#include <memory>

#include "crypto/signature.hpp"
#include "ledger/types/attachment.hpp"
#include "ledger/types/transaction.hpp"

namespace vitalstream::node {

struct PendingTx {
  ledger::OwnedTransaction transaction;
  crypto::PublicKey key;  // the enrolled key that its `kid` names
  ledger::AttachmentList attachments;
  std::size_t body_bytes = 0;
  std::size_t attachment_bytes = 0;
};

// With its sizes as a batch counts them.
[[nodiscard]] std::shared_ptr<const PendingTx> make_pending(ledger::OwnedTransaction transaction,
                                                            const crypto::PublicKey& key,
                                                            ledger::AttachmentList attachments);

}  // namespace vitalstream::node
