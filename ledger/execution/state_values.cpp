#include "ledger/execution/state_values.hpp"

#include "base/assert.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "ledger/types/limits.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::size_t kValueBytesExpected = 256;

enum class ContentForm : std::uint8_t { None = 0, Attachment = 1, ExternalHash = 2 };

void write_text(ByteWriter& writer, std::string_view text) {
  VS_ASSERT(text.size() <= UINT8_MAX);
  writer.u8(static_cast<std::uint8_t>(text.size()));
  writer.raw(as_bytes(text));
}

std::string read_text(ByteReader& reader) { return std::string(as_text(reader.raw(reader.u8()))); }

void write_origin(ByteWriter& writer, const Origin& origin) {
  writer.digest(origin.transaction);
  writer.digest(origin.key_id);
  writer.u64(origin.height.value());
  writer.u32(origin.index.value());
  writer.u64(origin.leaf.value());
  writer.i64(origin.time.value());
}

Origin read_origin(ByteReader& reader) {
  Origin origin;
  origin.transaction = reader.digest<TxId>();
  origin.key_id = reader.digest<KeyId>();
  origin.height = BlockHeight{reader.u64()};
  origin.index = BlockIndex{reader.u32()};
  origin.leaf = LeafIndex{reader.u64()};
  origin.time = UnixMs{reader.i64()};
  return origin;
}

void write_attachment(ByteWriter& writer, const AttachmentRef& attachment) {
  writer.u8(static_cast<std::uint8_t>(ContentForm::Attachment));
  writer.u8(attachment.index.value());
  writer.digest(attachment.commitment);
  writer.u32(attachment.content_bytes);
  write_text(writer, attachment.media_type);
}

AttachmentRef read_attachment(ByteReader& reader) {
  AttachmentRef attachment;
  attachment.index = AttachmentIndex{reader.u8()};
  attachment.commitment = reader.digest<Commitment>();
  attachment.content_bytes = reader.u32();
  attachment.media_type = read_text(reader);
  return attachment;
}

void write_optional_attachment(ByteWriter& writer, const std::optional<AttachmentRef>& attachment) {
  if (attachment) {
    write_attachment(writer, *attachment);
  } else {
    writer.u8(static_cast<std::uint8_t>(ContentForm::None));
  }
}

std::optional<AttachmentRef> read_optional_attachment(ByteReader& reader) {
  switch (static_cast<ContentForm>(reader.u8())) {
    case ContentForm::None:
      return std::nullopt;
    case ContentForm::Attachment:
      return read_attachment(reader);
    case ContentForm::ExternalHash:
      break;
  }
  reader.fail();
  return std::nullopt;
}

// The value if the reader consumed exactly all of its bytes.
template <class Value>
std::optional<Value> finished(const ByteReader& reader, Value&& value) {
  if (!reader.finished()) {
    return std::nullopt;
  }
  return std::optional<Value>(std::move(value));
}

}  // namespace

Bytes encode(const RecordVersion& version) {
  ByteWriter writer(kValueBytesExpected);
  writer.u64(version.version);
  write_origin(writer, version.origin);
  write_text(writer, version.subject);
  if (const auto* external = std::get_if<ExternalHash>(&version.content)) {
    writer.u8(static_cast<std::uint8_t>(ContentForm::ExternalHash));
    writer.digest(*external);
  } else {
    write_attachment(writer, std::get<AttachmentRef>(version.content));
  }
  return writer.take();
}

std::optional<RecordVersion> decode_record_version(ByteView bytes) {
  ByteReader reader(bytes);
  RecordVersion version;
  version.version = reader.u64();
  version.origin = read_origin(reader);
  version.subject = read_text(reader);
  switch (static_cast<ContentForm>(reader.u8())) {
    case ContentForm::ExternalHash:
      version.content = reader.digest<ExternalHash>();
      break;
    case ContentForm::Attachment:
      version.content = read_attachment(reader);
      break;
    case ContentForm::None:
    default:
      reader.fail();
  }
  return finished(reader, std::move(version));
}

std::optional<std::uint64_t> version_of(ByteView record_version) {
  ByteReader reader(record_version);
  const std::uint64_t version = reader.u64();
  return reader.failed() ? std::nullopt : std::optional{version};
}

Bytes encode(const AuditEntry& entry) {
  ByteWriter writer(kValueBytesExpected);
  write_origin(writer, entry.origin);
  write_text(writer, entry.type);
  write_text(writer, entry.source);
  write_text(writer, entry.actor);
  write_text(writer, entry.subject);
  writer.u8(static_cast<std::uint8_t>(entry.outcome));
  write_optional_attachment(writer, entry.detail);
  return writer.take();
}

std::optional<AuditEntry> decode_audit_entry(ByteView bytes) {
  ByteReader reader(bytes);
  AuditEntry entry;
  entry.origin = read_origin(reader);
  entry.type = read_text(reader);
  entry.source = read_text(reader);
  entry.actor = read_text(reader);
  entry.subject = read_text(reader);
  const std::uint8_t outcome = reader.u8();
  if (outcome > static_cast<std::uint8_t>(AuditOutcome::MajorFailure)) {
    reader.fail();
  }
  entry.outcome = static_cast<AuditOutcome>(outcome);
  entry.detail = read_optional_attachment(reader);
  return finished(reader, std::move(entry));
}

Bytes encode(const ConsentDecision& decision) {
  ByteWriter writer(kValueBytesExpected);
  write_origin(writer, decision.origin);
  writer.u8(static_cast<std::uint8_t>(decision.kind));
  write_text(writer, decision.grantee);
  write_text(writer, decision.purpose);
  writer.u8(static_cast<std::uint8_t>(decision.scopes.size()));
  for (const std::string& scope : decision.scopes) {
    write_text(writer, scope);
  }
  writer.i64(decision.from.value());
  writer.u8(decision.until ? 1 : 0);
  if (decision.until) {
    writer.i64(decision.until->value());
  }
  write_optional_attachment(writer, decision.document);
  return writer.take();
}

std::optional<ConsentDecision> decode_consent_decision(ByteView bytes) {
  ByteReader reader(bytes);
  ConsentDecision decision;
  decision.origin = read_origin(reader);
  const std::uint8_t kind = reader.u8();
  if (kind != static_cast<std::uint8_t>(ConsentKind::Grant) &&
      kind != static_cast<std::uint8_t>(ConsentKind::Revoke)) {
    reader.fail();
  }
  decision.kind = static_cast<ConsentKind>(kind);
  decision.grantee = read_text(reader);
  decision.purpose = read_text(reader);
  const std::size_t scopes = reader.u8();
  for (std::size_t i = 0; i < scopes && !reader.failed(); ++i) {
    decision.scopes.push_back(read_text(reader));
  }
  decision.from = UnixSeconds{reader.i64()};
  const std::uint8_t has_until = reader.u8();
  if (has_until > 1) {
    reader.fail();
  } else if (has_until == 1) {
    decision.until = UnixSeconds{reader.i64()};
  }
  decision.document = read_optional_attachment(reader);
  return finished(reader, std::move(decision));
}

Bytes encode(const Posting& posting) {
  ByteWriter writer(posting.size() * sizeof(std::uint32_t));
  for (const BlockIndex index : posting) {
    writer.u32(index.value());
  }
  return writer.take();
}

std::optional<Posting> decode_posting(ByteView bytes) {
  ByteReader reader(bytes);
  Posting posting;
  posting.reserve(bytes.size() / sizeof(std::uint32_t));
  while (reader.remaining() >= sizeof(std::uint32_t)) {
    posting.push_back(BlockIndex{reader.u32()});
  }
  return finished(reader, std::move(posting));
}

AttachmentRef attachment_ref(const Transaction& transaction, AttachmentIndex index) {
  VS_ASSERT(index.value() < transaction.attachments.size());
  const AttachmentCommitment& attachment = transaction.attachments[index.value()];
  return {index, attachment.commitment, attachment.content_bytes,
          std::string(attachment.media_type)};
}

}  // namespace vitalstream::ledger
