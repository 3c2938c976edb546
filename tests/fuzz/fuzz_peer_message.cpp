#include "fuzz_input.hpp"
#include "net/wire/peer_message.hpp"

using namespace vitalstream;
using namespace vitalstream::net;

namespace {

Bytes encoded(const PeerMessage& message) {
  if (const auto* batch = std::get_if<BatchFrame>(&message)) {
    return encode_batch(batch->stored, batch->attachments);
  }
  const auto& carrying = std::get<CarryingMessage>(message);
  std::vector<StoredBatch> carried;
  for (const BatchFrame& batch : carrying.carried) {
    carried.push_back({to_bytes(batch.stored), to_bytes(batch.attachments)});
  }
  return encode_message(carrying.message, carried);
}

}  // namespace

VS_FUZZ_TARGET(input) {
  if (const auto message = decode_peer_message(input)) {
    VS_ASSERT(equal(encoded(*message), input));
  }
  if (const auto stored = decode_stored_batch(input)) {
    VS_ASSERT(equal(encode_stored_batch(stored->header, stored->body), input));
  }
}
