#pragma once
// PendingTx: a submitted transaction between its admission and the sealing of its batch. Immutable
// and shared between threads.

#include <cstddef>

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

}  // namespace vitalstream::node
