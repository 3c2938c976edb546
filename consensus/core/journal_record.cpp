#include "consensus/core/journal_record.hpp"

#include "consensus/types/codec.hpp"

namespace vitalstream::consensus {
namespace {

// The numbers are disk format.
enum class RecordKind : std::uint8_t {
  CastVote = 1,
  HeldCertificate = 2,
  CertifiedView = 3,
  HeldBlock = 4,
  WitnessedCommit = 5,
  NewRecord = 6,
  GivenCommitment = 7,
};

struct RecordWriter {
  ByteWriter& writer;

  void kind(RecordKind kind) const { writer.u8(static_cast<std::uint8_t>(kind)); }

  void operator()(const CastVote& record) const {
    kind(RecordKind::CastVote);
    write_subject(writer, record.subject);
  }
  void operator()(const HeldCertificate& record) const {
    kind(RecordKind::HeldCertificate);
    write_certificate(writer, record.certificate);
  }
  void operator()(const CertifiedView& record) const {
    kind(RecordKind::CertifiedView);
    writer.u64(record.epoch.value());
    writer.u64(record.view.value());
  }
  void operator()(const HeldBlock& record) const {
    kind(RecordKind::HeldBlock);
    write_block(writer, record.block);
  }
  void operator()(const WitnessedCommit& record) const {
    kind(RecordKind::WitnessedCommit);
    writer.u64(record.height.value());
    writer.digest(record.block);
    writer.digest(record.executed_root);
  }
  void operator()(const NewRecord& record) const {
    kind(RecordKind::NewRecord);
    writer.u64(record.epoch.value());
    writer.u8(record.vote_above ? 1 : 0);
    if (record.vote_above) {
      writer.u64(record.vote_above->value());
    }
  }
  void operator()(const GivenCommitment& record) const {
    kind(RecordKind::GivenCommitment);
    writer.u32(record.validator.value());
    writer.digest(record.process);
    writer.u8(record.is_over ? 1 : 0);
  }
};

CertifiedView read_certified_view(ByteReader& reader) {
  CertifiedView record;
  record.epoch = Epoch{reader.u64()};
  record.view = View{reader.u64()};
  return record;
}

WitnessedCommit read_witnessed_commit(ByteReader& reader) {
  WitnessedCommit record;
  record.height = Height{reader.u64()};
  record.block = reader.digest<BlockDigest>();
  record.executed_root = reader.digest<ExecutedRoot>();
  return record;
}

NewRecord read_new_record(ByteReader& reader) {
  NewRecord record;
  record.epoch = Epoch{reader.u64()};
  const std::uint8_t known = reader.u8();
  if (known == 1) {
    record.vote_above = View{reader.u64()};
  } else if (known != 0) {
    reader.fail();
  }
  return record;
}

GivenCommitment read_given_commitment(ByteReader& reader) {
  GivenCommitment record;
  record.validator = ValidatorId{reader.u32()};
  record.process = reader.digest<ProcessDigest>();
  const std::uint8_t over = reader.u8();
  if (over > 1) {
    reader.fail();
  }
  record.is_over = over == 1;
  return record;
}

}  // namespace

void write_journal_record(ByteWriter& writer, const JournalRecord& record) {
  std::visit(RecordWriter{writer}, record);
}

JournalRecord read_journal_record(ByteReader& reader) {
  switch (static_cast<RecordKind>(reader.u8())) {
    case RecordKind::CastVote:
      return CastVote{read_subject(reader)};
    case RecordKind::HeldCertificate:
      return HeldCertificate{read_certificate(reader)};
    case RecordKind::CertifiedView:
      return read_certified_view(reader);
    case RecordKind::HeldBlock:
      return HeldBlock{read_block(reader)};
    case RecordKind::WitnessedCommit:
      return read_witnessed_commit(reader);
    case RecordKind::NewRecord:
      return read_new_record(reader);
    case RecordKind::GivenCommitment:
      return read_given_commitment(reader);
  }
  reader.fail();
  return CertifiedView{};
}

}  // namespace vitalstream::consensus
