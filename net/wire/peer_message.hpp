#pragma once
// What validators send each other, as bytes: one kind byte, then the message. A proposal may be
// followed by the batches that it carries (L3); batches also travel alone (L1). Decoding is total
// and bounded; decoded batches are views into the bytes given, which must outlive them.

#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "consensus/types/message.hpp"
#include "net/wire/batch_frame.hpp"

namespace vitalstream::net {

struct CarryingMessage {
  consensus::Message message;
  std::vector<BatchFrame> carried;  // only beside a proposal
};

using PeerMessage = std::variant<CarryingMessage, BatchFrame>;

struct StoredBatch {
  Bytes stored;
  Bytes attachments;
};

[[nodiscard]] Bytes encode_message(const consensus::Message& message,
                                   std::span<const StoredBatch> carried);
[[nodiscard]] Bytes encode_batch(ByteView stored, ByteView attachments);

// Nothing for an unknown kind, a broken rule of shape, or bytes left over.
[[nodiscard]] std::optional<PeerMessage> decode_peer_message(ByteView bytes);

}  // namespace vitalstream::net
