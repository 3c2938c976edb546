#include "net/wire/peer_message.hpp"

#include <utility>

#include "consensus/types/codec.hpp"
#include "net/wire/limits.hpp"
#include "net/wire/message_codec.hpp"

namespace vitalstream::net {
namespace {

// Kinds of consensus messages are 1 + the position in consensus::Message.
constexpr std::uint8_t kBatchKind = 64;

std::vector<BatchFrame> read_carried(ByteReader& reader) {
  std::vector<BatchFrame> carried;
  const std::size_t count = reader.count16(consensus::kCarriedBatchesMax, 8);
  for (std::size_t i = 0; i < count && !reader.failed(); ++i) {
    auto frame = read_batch_frame(reader);
    if (!frame) {
      reader.fail();
      break;
    }
    carried.push_back(std::move(*frame));
  }
  return carried;
}

std::optional<PeerMessage> decode_batch(ByteReader& reader) {
  auto frame = read_batch_frame(reader);
  if (!frame || !reader.finished()) {
    return std::nullopt;
  }
  return PeerMessage{std::move(*frame)};
}

}  // namespace

Bytes encode_message(const consensus::Message& message, std::span<const StoredBatch> carried) {
  ByteWriter writer;
  writer.u8(static_cast<std::uint8_t>(message.index() + 1));
  write_message(writer, message);
  if (std::holds_alternative<consensus::Proposal>(message)) {
    writer.u16(static_cast<std::uint16_t>(carried.size()));
    for (const StoredBatch& batch : carried) {
      write_batch_frame(writer, batch.stored, batch.attachments);
    }
  }
  return writer.take();
}

Bytes encode_batch(ByteView stored, ByteView attachments) {
  ByteWriter writer(stored.size() + attachments.size() + 16);
  writer.u8(kBatchKind);
  write_batch_frame(writer, stored, attachments);
  return writer.take();
}

std::optional<PeerMessage> decode_peer_message(ByteView bytes) {
  if (bytes.size() > kMessageBytesMax) {
    return std::nullopt;
  }
  ByteReader reader(bytes);
  const std::uint8_t kind = reader.u8();
  if (kind == kBatchKind) {
    return decode_batch(reader);
  }
  auto message = read_message(reader, kind);
  if (!message) {
    return std::nullopt;
  }
  CarryingMessage carrying{std::move(*message), {}};
  if (std::holds_alternative<consensus::Proposal>(carrying.message)) {
    carrying.carried = read_carried(reader);
  }
  if (!reader.finished()) {
    return std::nullopt;
  }
  return PeerMessage{std::move(carrying)};
}

}  // namespace vitalstream::net
