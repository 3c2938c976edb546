// The part of codec.hpp about blocks.
#include "consensus/types/codec.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {
namespace {

constexpr std::uint8_t kHeaderVersion = 1;
constexpr std::size_t kBatchRefBytes = 4 + 8 + 8 + kDigestBytes;

}  // namespace

void write_batch_ref(ByteWriter& writer, const BatchRef& reference) {
  writer.u32(reference.lane.value());
  writer.u64(reference.incarnation.value());
  writer.u64(reference.sequence.value());
  writer.digest(reference.digest);
}

BatchRef read_batch_ref(ByteReader& reader) {
  BatchRef reference;
  reference.lane = ValidatorId{reader.u32()};
  reference.incarnation = Incarnation{reader.u64()};
  reference.sequence = Sequence{reader.u64()};
  reference.digest = reader.digest<BatchDigest>();
  return reference;
}

void write_block_header(ByteWriter& writer, const BlockHeader& header) {
  writer.u8(kHeaderVersion);
  writer.u64(header.epoch.value());
  writer.u64(header.height.value());
  writer.digest(header.parent);
  writer.i64(header.timestamp.value());
  writer.u32(header.proposer.value());
  writer.digest(header.payload);
  writer.u64(header.executed_height.value());
  writer.digest(header.executed_root);
  writer.u64(header.log_size);
  writer.digest(header.log_root);
}

BlockHeader read_block_header(ByteReader& reader) {
  if (reader.u8() != kHeaderVersion) {
    reader.fail();
  }
  BlockHeader header;
  header.epoch = Epoch{reader.u64()};
  header.height = Height{reader.u64()};
  header.parent = reader.digest<BlockDigest>();
  header.timestamp = UnixMs{reader.i64()};
  header.proposer = ValidatorId{reader.u32()};
  header.payload = reader.digest<PayloadDigest>();
  header.executed_height = Height{reader.u64()};
  header.executed_root = reader.digest<ExecutedRoot>();
  header.log_size = reader.u64();
  header.log_root = reader.digest<LogRoot>();
  return header;
}

void write_block(ByteWriter& writer, const Block& block) {
  write_block_header(writer, block.header);
  writer.u16(static_cast<std::uint16_t>(block.references.size()));
  for (const BatchRef& reference : block.references) {
    write_batch_ref(writer, reference);
  }
}

Block read_block(ByteReader& reader) {
  Block block;
  block.header = read_block_header(reader);
  const std::size_t count = reader.count16(kBlockReferencesMax, kBatchRefBytes);
  block.references.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    block.references.push_back(read_batch_ref(reader));
  }
  return block;
}

}  // namespace vitalstream::consensus
