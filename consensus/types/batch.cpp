#include "consensus/types/batch.hpp"

#include "consensus/types/codec.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::consensus {

Bytes lane_key_signing_bytes(const GenesisHash& genesis, const LaneKey& lane_key) {
  ByteWriter writer;
  writer.raw(as_bytes("vitalstream/lane-key/v1"));
  writer.digest(genesis);
  writer.u32(lane_key.lane.value());
  writer.u64(lane_key.incarnation.value());
  write_public_key(writer, lane_key.key);
  return writer.take();
}

Bytes batch_signing_bytes(const GenesisHash& genesis, const BatchHeader& header) {
  ByteWriter writer;
  writer.raw(as_bytes("vitalstream/batch/v1"));
  writer.digest(genesis);
  write_batch_header(writer, header);
  return writer.take();
}

BatchDigest batch_digest(const GenesisHash& genesis, const BatchHeader& header) {
  return BatchDigest{crypto::sha256(batch_signing_bytes(genesis, header))};
}

BatchRef make_ref(const BatchHeader& header, const BatchDigest& digest) {
  return {header.lane, header.incarnation, header.sequence, digest};
}

}  // namespace vitalstream::consensus
