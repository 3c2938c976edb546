#include "node/stores/own_seal.hpp"

#include "base/byte_reader.hpp"
#include "crypto/verify.hpp"

namespace vitalstream::node {

std::string_view to_string(SealFault fault) {
  switch (fault) {
    case SealFault::Malformed:
      return "the seal is malformed";
    case SealFault::Height:
      return "the seal names another height";
    case SealFault::Validator:
      return "the seal is not this validator's";
    case SealFault::Signature:
      return "the seal is not signed by this validator's key";
  }
  return "";
}

Result<consensus::Seal, SealFault> read_own_seal(const LoadedGenesis& genesis,
                                                 const storage::AtHeight& kept) {
  ByteReader reader(kept.value);
  auto seal = consensus::read_seal(reader);
  if (!reader.finished()) {
    return SealFault::Malformed;
  }
  if (seal.height != kept.height) {
    return SealFault::Height;
  }
  if (seal.validator != genesis.own.id) {
    return SealFault::Validator;
  }
  const Bytes message = consensus::seal_signing_bytes(genesis.genesis.hash, seal);
  if (!crypto::verify_strict(genesis.own.key, message, seal.signature)) {
    return SealFault::Signature;
  }
  return seal;
}

}  // namespace vitalstream::node
