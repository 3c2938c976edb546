#pragma once
// The bytes of a closed batch: on the wire header, body and attachments; in the store the header
// with the body under the batch's digest, and the attachments apart (docs/transactions.md
// "Attachments"). Decoding yields views into the bytes given, which must outlive them.

#include <optional>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "consensus/types/batch.hpp"

namespace vitalstream::net {

struct BatchFrame {
  consensus::SignedBatchHeader header;
  ByteView stored;       // header and body as they are stored
  ByteView body;         // within `stored`
  ByteView attachments;  // empty if erased or none
};

// What is stored under the batch's digest.
[[nodiscard]] Bytes encode_stored_batch(const consensus::SignedBatchHeader& header, ByteView body);

// Nothing if the bytes are not exactly one stored batch.
[[nodiscard]] std::optional<BatchFrame> decode_stored_batch(ByteView stored);

void write_batch_frame(ByteWriter& writer, ByteView stored, ByteView attachments);
[[nodiscard]] std::optional<BatchFrame> read_batch_frame(ByteReader& reader);

}  // namespace vitalstream::net
