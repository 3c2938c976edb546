#include "consensus/types/seal.hpp"

namespace vitalstream::consensus {
namespace {

constexpr std::uint8_t kVersion = 1;

void write_subject_of(ByteWriter& writer, const Seal& seal) {
  writer.u32(seal.validator.value());
  writer.u64(seal.height.value());
  writer.digest(seal.block);
  writer.digest(seal.executed_root);
}

}  // namespace

Bytes seal_signing_bytes(const GenesisHash& genesis, const Seal& seal) {
  ByteWriter writer;
  writer.raw(as_bytes("vitalstream/seal/v1"));
  writer.digest(genesis);
  write_subject_of(writer, seal);
  return writer.take();
}

void write_seal(ByteWriter& writer, const Seal& seal) {
  writer.u8(kVersion);
  write_subject_of(writer, seal);
  write_signature(writer, seal.signature);
}

Seal read_seal(ByteReader& reader) {
  if (reader.u8() != kVersion) {
    reader.fail();
  }
  Seal seal;
  seal.validator = ValidatorId{reader.u32()};
  seal.height = Height{reader.u64()};
  seal.block = reader.digest<BlockDigest>();
  seal.executed_root = reader.digest<ExecutedRoot>();
  seal.signature = read_signature(reader);
  return seal;
}

}  // namespace vitalstream::consensus
