#include "net/wire/batch_frame.hpp"

#include "consensus/types/codec.hpp"
#include "net/wire/limits.hpp"

namespace vitalstream::net {

Bytes encode_stored_batch(const consensus::SignedBatchHeader& header, ByteView body) {
  ByteWriter writer(body.size() + 512);
  consensus::write_signed_batch_header(writer, header);
  writer.var32(body);
  return writer.take();
}

std::optional<BatchFrame> decode_stored_batch(ByteView stored) {
  ByteReader reader(stored);
  BatchFrame frame;
  frame.stored = stored;
  frame.header = consensus::read_signed_batch_header(reader);
  frame.body = reader.var32(consensus::kBatchBodyBytesMax);
  if (!reader.finished() || frame.body.size() != frame.header.header.body_bytes) {
    return std::nullopt;
  }
  return frame;
}

void write_batch_frame(ByteWriter& writer, ByteView stored, ByteView attachments) {
  writer.var32(stored);
  writer.var32(attachments);
}

std::optional<BatchFrame> read_batch_frame(ByteReader& reader) {
  const ByteView stored = reader.var32(kStoredBatchBytesMax);
  const ByteView attachments = reader.var32(kAttachmentsBytesMax);
  if (reader.failed()) {
    return std::nullopt;
  }
  auto frame = decode_stored_batch(stored);
  if (frame) {
    frame->attachments = attachments;
  }
  return frame;
}

}  // namespace vitalstream::net
