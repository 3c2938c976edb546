// The part of codec.hpp about keys, votes and certificates.
#include "consensus/types/codec.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {
namespace {

constexpr std::size_t kLeastSignerBytes = 2 + 2;

crypto::SignatureAlgorithm read_algorithm(ByteReader& reader) {
  const std::uint8_t number = reader.u8();
  switch (static_cast<crypto::SignatureAlgorithm>(number)) {
    case crypto::SignatureAlgorithm::Ed25519:
    case crypto::SignatureAlgorithm::EcdsaP256Sha256:
      return static_cast<crypto::SignatureAlgorithm>(number);
  }
  reader.fail();
  return crypto::SignatureAlgorithm::Ed25519;
}

VoteKind read_kind(ByteReader& reader) {
  const std::uint8_t number = reader.u8();
  switch (static_cast<VoteKind>(number)) {
    case VoteKind::Notarize:
    case VoteKind::Nullify:
    case VoteKind::Finalize:
      return static_cast<VoteKind>(number);
  }
  reader.fail();
  return VoteKind::Nullify;
}

}  // namespace

void write_public_key(ByteWriter& writer, const crypto::PublicKey& key) {
  writer.u8(static_cast<std::uint8_t>(key.algorithm));
  writer.var16(key.bytes);
}

crypto::PublicKey read_public_key(ByteReader& reader) {
  crypto::PublicKey key;
  key.algorithm = read_algorithm(reader);
  key.bytes = to_bytes(reader.var16(kPublicKeyBytesMax));
  return key;
}

void write_signature(ByteWriter& writer, const crypto::Signature& signature) {
  writer.var16(signature);
}

crypto::Signature read_signature(ByteReader& reader) {
  return to_bytes(reader.var16(kSignatureBytesMax));
}

void write_subject(ByteWriter& writer, const VoteSubject& subject) {
  writer.u8(static_cast<std::uint8_t>(subject.kind));
  writer.u64(subject.epoch.value());
  writer.u64(subject.view.value());
  if (subject.kind != VoteKind::Nullify) {
    writer.u64(subject.parent_view.value());
    writer.digest(subject.block);
  }
}

VoteSubject read_subject(ByteReader& reader) {
  VoteSubject subject;
  subject.kind = read_kind(reader);
  subject.epoch = Epoch{reader.u64()};
  subject.view = View{reader.u64()};
  if (subject.kind != VoteKind::Nullify) {
    subject.parent_view = View{reader.u64()};
    subject.block = reader.digest<BlockDigest>();
  }
  return subject;
}

void write_vote(ByteWriter& writer, const Vote& vote) {
  write_subject(writer, vote.subject);
  writer.u16(vote.signer.value());
  write_signature(writer, vote.signature);
}

Vote read_vote(ByteReader& reader) {
  Vote vote;
  vote.subject = read_subject(reader);
  vote.signer = ValidatorIndex{reader.u16()};
  vote.signature = read_signature(reader);
  return vote;
}

void write_certificate(ByteWriter& writer, const Certificate& certificate) {
  write_subject(writer, certificate.subject);
  writer.u16(static_cast<std::uint16_t>(certificate.signatures.size()));
  for (const SignerSignature& one : certificate.signatures) {
    writer.u16(one.signer.value());
    write_signature(writer, one.signature);
  }
}

Certificate read_certificate(ByteReader& reader) {
  Certificate certificate;
  certificate.subject = read_subject(reader);
  const std::size_t count = reader.count16(kValidatorsMax, kLeastSignerBytes);
  certificate.signatures.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    SignerSignature one;
    one.signer = ValidatorIndex{reader.u16()};
    one.signature = read_signature(reader);
    certificate.signatures.push_back(std::move(one));
  }
  return certificate;
}

}  // namespace vitalstream::consensus
