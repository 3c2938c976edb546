#include "consensus/types/block.hpp"

#include "consensus/types/codec.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::consensus {

PayloadDigest payload_digest(const std::vector<BatchRef>& references) {
  ByteWriter writer;
  writer.raw(as_bytes("vitalstream/payload/v1"));
  for (const BatchRef& reference : references) {
    write_batch_ref(writer, reference);
  }
  return PayloadDigest{crypto::sha256(writer.bytes())};
}

BlockDigest block_digest(const GenesisHash& genesis, const BlockHeader& header) {
  ByteWriter writer;
  writer.raw(as_bytes("vitalstream/block/v1"));
  writer.digest(genesis);
  write_block_header(writer, header);
  return BlockDigest{crypto::sha256(writer.bytes())};
}

BlockDigest anchor_digest(const GenesisHash& genesis) {
  ByteWriter writer;
  writer.raw(as_bytes("vitalstream/anchor/v1"));
  writer.digest(genesis);
  return BlockDigest{crypto::sha256(writer.bytes())};
}

}  // namespace vitalstream::consensus
