#include "consensus/types/commitment.hpp"

#include "consensus/types/codec.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::consensus {
namespace {

ByteWriter begin(std::string_view domain, const GenesisHash& genesis) {
  ByteWriter writer;
  writer.raw(as_bytes(domain));
  writer.digest(genesis);
  return writer;
}

}  // namespace

ProcessDigest process_digest(const GenesisHash& genesis, const LaneKey& process) {
  return ProcessDigest{crypto::sha256(lane_key_signing_bytes(genesis, process))};
}

Bytes question_signing_bytes(const GenesisHash& genesis, const Question& question) {
  ByteWriter writer = begin("vitalstream/question/v1", genesis);
  writer.u64(question.epoch.value());
  writer.digest(process_digest(genesis, question.process));
  writer.u64(question.number);
  writer.u16(static_cast<std::uint16_t>(question.marks.size()));
  for (const Mark mark : question.marks) {
    writer.u64(mark.value());
  }
  writer.u16(static_cast<std::uint16_t>(question.unheard.size()));
  for (const ValidatorIndex index : question.unheard) {
    writer.u16(index.value());
  }
  return writer.take();
}

Bytes answer_signing_bytes(const GenesisHash& genesis, const Answer& answer) {
  ByteWriter writer = begin("vitalstream/answer/v1", genesis);
  writer.u64(answer.epoch.value());
  writer.digest(process_digest(genesis, answer.process));
  writer.u16(answer.asker.value());
  writer.digest(answer.asked_by);
  writer.u64(answer.number);
  writer.u64(answer.mark.value());
  writer.u8(answer.commits ? 1 : 0);
  writer.u8(answer.own_highest ? 1 : 0);
  writer.u64(answer.own_highest.value_or(View{}).value());
  writer.u64(answer.floor.value());
  writer.u16(static_cast<std::uint16_t>(answer.shown.size()));
  for (const Vote& vote : answer.shown) {
    write_subject(writer, vote.subject);
  }
  return writer.take();
}

Bytes over_signing_bytes(const GenesisHash& genesis, const Over& over) {
  ByteWriter writer = begin("vitalstream/over/v1", genesis);
  writer.digest(process_digest(genesis, over.process));
  return writer.take();
}

}  // namespace vitalstream::consensus
