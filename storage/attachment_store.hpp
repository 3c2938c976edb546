#pragma once
// AttachmentStore: content and salts, apart from the log (docs/transactions.md "Attachments").
// This file and its .cpp are the one place that knows how an attachment lies on disk: encryption
// under the key of its subject, and erasure, will come in here and nowhere else.
// Written together with their batch (Database::put_batch); read by the RPC and by peers' requests.
// Any thread.

#include <cstdint>
#include <vector>

#include "ledger/types/attachment.hpp"
#include "storage/types.hpp"

namespace vitalstream::storage {

class RocksHandle;

// The `number`-th attachment of the `item`-th transaction of a batch.
struct AttachmentPosition {
  std::uint32_t item = 0;
  std::uint16_t number = 0;
  friend bool operator==(const AttachmentPosition&, const AttachmentPosition&) = default;
};

// To be stored; the content is not copied before it is.
struct NewAttachment {
  AttachmentPosition position;
  ledger::Salt salt{};
  ByteView content;
};

struct Attachment {
  AttachmentPosition position;
  ledger::Salt salt{};
  Bytes content;
};

class AttachmentStore {
 public:
  explicit AttachmentStore(RocksHandle& rocks) : rocks_(rocks) {}

  // Nothing if it was erased or never came: both are lawful for a final batch.
  [[nodiscard]] Read<Attachment> read(const BatchDigest& batch, AttachmentPosition at) const;

  // All of a batch that are here, by item and number.
  [[nodiscard]] Result<std::vector<Attachment>, StorageError> read_all(
      const BatchDigest& batch) const;

 private:
  RocksHandle& rocks_;
};

}  // namespace vitalstream::storage
