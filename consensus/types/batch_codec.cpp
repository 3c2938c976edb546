// The part of codec.hpp about batches and evidence.
#include <variant>

#include "consensus/types/codec.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {
namespace {

constexpr std::uint8_t kBatchVersion = 1;

enum class EvidenceKind : std::uint8_t { Votes = 1, Batches = 2, InvalidBatch = 3 };

struct EvidenceWriter {
  ByteWriter& writer;

  void operator()(const ConflictingVotes& votes) const {
    writer.u8(static_cast<std::uint8_t>(EvidenceKind::Votes));
    write_vote(writer, votes.first);
    write_vote(writer, votes.second);
  }
  void operator()(const ConflictingBatches& batches) const {
    writer.u8(static_cast<std::uint8_t>(EvidenceKind::Batches));
    write_signed_batch_header(writer, batches.first);
    write_signed_batch_header(writer, batches.second);
  }
  void operator()(const InvalidBatch& batch) const {
    writer.u8(static_cast<std::uint8_t>(EvidenceKind::InvalidBatch));
    write_signed_batch_header(writer, batch.header);
  }
};

}  // namespace

void write_batch_header(ByteWriter& writer, const BatchHeader& header) {
  writer.u8(kBatchVersion);
  writer.u32(header.lane.value());
  writer.u64(header.incarnation.value());
  writer.u64(header.sequence.value());
  writer.digest(header.previous);
  writer.digest(header.body);
  writer.u32(header.items);
  writer.u32(header.body_bytes);
}

BatchHeader read_batch_header(ByteReader& reader) {
  if (reader.u8() != kBatchVersion) {
    reader.fail();
  }
  BatchHeader header;
  header.lane = ValidatorId{reader.u32()};
  header.incarnation = Incarnation{reader.u64()};
  header.sequence = Sequence{reader.u64()};
  header.previous = reader.digest<BatchDigest>();
  header.body = reader.digest<BodyDigest>();
  header.items = reader.u32();
  header.body_bytes = reader.u32();
  if (header.items == 0 || header.items > kBatchItemsMax ||
      header.body_bytes > kBatchBodyBytesMax) {
    reader.fail();
  }
  return header;
}

void write_signed_batch_header(ByteWriter& writer, const SignedBatchHeader& header) {
  write_batch_header(writer, header.header);
  write_public_key(writer, header.lane_key.key);
  write_signature(writer, header.lane_key.signature);
  write_signature(writer, header.signature);
}

SignedBatchHeader read_signed_batch_header(ByteReader& reader) {
  SignedBatchHeader header;
  header.header = read_batch_header(reader);
  header.lane_key.lane = header.header.lane;
  header.lane_key.incarnation = header.header.incarnation;
  header.lane_key.key = read_public_key(reader);
  header.lane_key.signature = read_signature(reader);
  header.signature = read_signature(reader);
  return header;
}

void write_evidence(ByteWriter& writer, const Evidence& evidence) {
  std::visit(EvidenceWriter{writer}, evidence);
}

Evidence read_evidence(ByteReader& reader) {
  switch (static_cast<EvidenceKind>(reader.u8())) {
    case EvidenceKind::Votes: {
      ConflictingVotes votes;
      votes.first = read_vote(reader);
      votes.second = read_vote(reader);
      return votes;
    }
    case EvidenceKind::Batches: {
      ConflictingBatches batches;
      batches.first = read_signed_batch_header(reader);
      batches.second = read_signed_batch_header(reader);
      return batches;
    }
    case EvidenceKind::InvalidBatch:
      return InvalidBatch{read_signed_batch_header(reader)};
  }
  reader.fail();
  return ConflictingVotes{};
}

}  // namespace vitalstream::consensus
