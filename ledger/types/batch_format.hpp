#pragma once
// The pieces of a batch body's encoding (batch_body.hpp), as its readers meet them: the decoder,
// which judges each, and BatchItems, which only finds them. Views into the body.

#include <cstdint>

#include "base/byte_reader.hpp"
#include "ledger/types/limits.hpp"

namespace vitalstream::ledger {

inline constexpr std::uint8_t kBatchBodyVersion = 1;
inline constexpr std::size_t kBatchSignerBytesMin = 1 + 2 + 2;
inline constexpr std::size_t kBatchItemBytesMin = 2 + 2 + 2;

struct EncodedSigner {
  std::uint8_t algorithm = 0;
  ByteView key;
  ByteView header;
};

struct EncodedItem {
  std::size_t signer = 0;
  ByteView payload;
  ByteView signature;
};

[[nodiscard]] inline std::size_t read_signer_count(ByteReader& reader) {
  return reader.count16(kBatchItemsMax, kBatchSignerBytesMin);
}

[[nodiscard]] inline EncodedSigner read_encoded_signer(ByteReader& reader) {
  EncodedSigner signer;
  signer.algorithm = reader.u8();
  signer.key = reader.var16(kPublicKeyBytesMax);
  signer.header = reader.var16(kHeaderBytesMax);
  return signer;
}

[[nodiscard]] inline std::size_t read_item_count(ByteReader& reader) {
  return reader.count16(kBatchItemsMax, kBatchItemBytesMin);
}

[[nodiscard]] inline EncodedItem read_encoded_item(ByteReader& reader) {
  EncodedItem item;
  item.signer = reader.u16();
  item.payload = reader.var16(kPayloadBytesMax);
  item.signature = reader.var16(kSignatureBytesMax);
  return item;
}

}  // namespace vitalstream::ledger
