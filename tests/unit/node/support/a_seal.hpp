#pragma once
// A seal as a validator's own key makes it.

#include "base/byte_writer.hpp"
#include "consensus/types/seal.hpp"
#include "support/a_batch.hpp"

namespace vitalstream::node::testing {

inline constexpr std::uint32_t kSealer = 2;

struct SealedBlock {
  consensus::Height height;
  consensus::BlockDigest block;
  consensus::ExecutedRoot executed_root;
};

[[nodiscard]] inline consensus::Seal a_seal(const SealedBlock& of,
                                            std::uint32_t validator = kSealer) {
  consensus::Seal seal{
      consensus::ValidatorId{validator}, of.height, of.block, of.executed_root, {}};
  seal.signature = validator_key(validator).sign(consensus::seal_signing_bytes(a_genesis(), seal));
  return seal;
}

[[nodiscard]] inline Bytes encoded_seal(const consensus::Seal& seal) {
  ByteWriter writer;
  consensus::write_seal(writer, seal);
  return writer.take();
}

}  // namespace vitalstream::node::testing
