#include "ledger/types/batch_items.hpp"

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "ledger/types/batch_format.hpp"

namespace vitalstream::ledger {

std::optional<BatchItems> BatchItems::find(ByteView body) {
  ByteReader reader(body);
  if (reader.u8() != kBatchBodyVersion) {
    return std::nullopt;
  }
  std::vector<ByteView> headers(read_signer_count(reader));
  for (ByteView& header : headers) {
    header = read_encoded_signer(reader).header;
  }
  BatchItems items;
  items.envelopes_.resize(read_item_count(reader));
  for (EnvelopeView& envelope : items.envelopes_) {
    const EncodedItem item = read_encoded_item(reader);
    if (item.signer >= headers.size()) {
      return std::nullopt;
    }
    envelope = {headers[item.signer], item.payload, item.signature};
  }
  return reader.finished() ? std::optional(std::move(items)) : std::nullopt;
}

std::string BatchItems::compact(std::size_t item) const {
  VS_ASSERT(item < envelopes_.size());
  const EnvelopeView& envelope = envelopes_[item];
  std::string text = to_base64url(envelope.header);
  text += '.';
  append_base64url(text, envelope.payload);
  text += '.';
  append_base64url(text, envelope.signature);
  return text;
}

}  // namespace vitalstream::ledger
