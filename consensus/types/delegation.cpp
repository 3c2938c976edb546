#include "consensus/types/delegation.hpp"

#include "consensus/types/codec.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {
namespace {

constexpr std::uint8_t kDelegatedForm = 0xD1;

void write_range_and_key(ByteWriter& writer, const Delegation& delegation) {
  writer.u64(delegation.first.value());
  writer.u64(delegation.last.value());
  write_public_key(writer, delegation.key);
}

}  // namespace

bool Delegation::covers(View view) const {
  const bool in_range = first <= view && view <= last;
  return in_range && last.value() - first.value() < kDelegationViewsMax;
}

Bytes delegation_signing_bytes(const GenesisHash& genesis, ValidatorId validator, Epoch epoch,
                               const Delegation& delegation) {
  ByteWriter writer;
  writer.raw(as_bytes("vitalstream/delegation/v1"));
  writer.digest(genesis);
  writer.u32(validator.value());
  writer.u64(epoch.value());
  write_range_and_key(writer, delegation);
  return writer.take();
}

crypto::Signature join(const DelegatedSignature& delegated) {
  ByteWriter writer;
  writer.u8(kDelegatedForm);
  write_range_and_key(writer, delegated.delegation);
  write_signature(writer, delegated.delegation.signature);
  write_signature(writer, delegated.signature);
  return writer.take();
}

std::optional<DelegatedSignature> take_apart(ByteView signature,
                                             crypto::SignatureAlgorithm validators) {
  ByteReader reader(signature);
  if (signature.size() == crypto::signature_bytes(validators) || reader.u8() != kDelegatedForm) {
    return std::nullopt;
  }
  DelegatedSignature delegated;
  delegated.delegation.first = View{reader.u64()};
  delegated.delegation.last = View{reader.u64()};
  delegated.delegation.key = read_public_key(reader);
  delegated.delegation.signature = read_signature(reader);
  delegated.signature = read_signature(reader);
  return reader.finished() ? std::optional(std::move(delegated)) : std::nullopt;
}

}  // namespace vitalstream::consensus
