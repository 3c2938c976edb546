#include "consensus/types/vote.hpp"

#include "consensus/types/codec.hpp"

namespace vitalstream::consensus {

VoteSubject make_notarize(Epoch epoch, View view, View parent, const BlockDigest& block) {
  return {VoteKind::Notarize, epoch, view, parent, block};
}

VoteSubject make_nullify(Epoch epoch, View view) {
  return {VoteKind::Nullify, epoch, view, View{}, BlockDigest{}};
}

VoteSubject make_finalize(const VoteSubject& notarized) {
  VoteSubject subject = notarized;
  subject.kind = VoteKind::Finalize;
  return subject;
}

Bytes signing_bytes(const GenesisHash& genesis, const VoteSubject& subject) {
  ByteWriter writer;
  writer.raw(as_bytes("vitalstream/vote/v1"));
  writer.digest(genesis);
  write_subject(writer, subject);
  return writer.take();
}

}  // namespace vitalstream::consensus
