#include "storage/attachment_store.hpp"

#include <algorithm>
#include <limits>

#include "base/assert.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "storage/keys.hpp"
#include "storage/rocks/attachment_writes.hpp"
#include "storage/rocks/status.hpp"

namespace vitalstream::storage {
namespace {

// The first byte of a value; encryption under a subject's key will be another form.
enum class StoredForm : std::uint8_t { Plain = 1 };

std::optional<Attachment> decode(AttachmentPosition at, ByteView value) {
  ByteReader reader(value);
  const bool is_plain = reader.u8() == static_cast<std::uint8_t>(StoredForm::Plain);
  const ByteView salt = reader.raw(ledger::kSaltBytes);
  if (reader.failed() || !is_plain) {
    return std::nullopt;
  }
  Attachment attachment{.position = at, .salt = {}, .content = {}};
  std::ranges::copy(salt, attachment.salt.begin());
  attachment.content = to_bytes(reader.raw(reader.remaining()));
  return attachment;
}

std::optional<AttachmentPosition> position_in(ByteView key) {
  if (key.size() != kAttachmentKeyBytes) {
    return std::nullopt;
  }
  ByteReader reader(key.subspan(kDigestBytes));
  AttachmentPosition at;
  at.item = reader.u32();
  at.number = reader.u16();
  return reader.finished() ? std::optional(at) : std::nullopt;
}

// Behind every attachment of the batch.
Bytes end_of(const BatchDigest& batch) {
  Bytes end = to_bytes(attachment_key(batch, std::numeric_limits<std::uint32_t>::max(),
                                      std::numeric_limits<std::uint16_t>::max()));
  end.push_back(0);
  return end;
}

}  // namespace

void add_attachment(rocksdb::WriteBatch& writes, const RocksHandle& rocks, const BatchDigest& batch,
                    const NewAttachment& attachment) {
  ByteWriter value(1 + ledger::kSaltBytes + attachment.content.size());
  value.u8(static_cast<std::uint8_t>(StoredForm::Plain));
  value.raw(attachment.salt);
  value.raw(attachment.content);
  const AttachmentKey key =
      attachment_key(batch, attachment.position.item, attachment.position.number);
  const rocksdb::Status added =
      writes.Put(rocks.family(ColumnFamily::Attachments), to_slice(key), to_slice(value.bytes()));
  VS_ASSERT(added.ok());
}

void remove_attachments(rocksdb::WriteBatch& writes, const RocksHandle& rocks,
                        const BatchDigest& batch) {
  const AttachmentKey first = attachment_key(batch, 0, 0);
  const Bytes end = end_of(batch);
  const rocksdb::Status removed =
      writes.DeleteRange(rocks.family(ColumnFamily::Attachments), to_slice(first), to_slice(end));
  VS_ASSERT(removed.ok());
}

Read<Attachment> AttachmentStore::read(const BatchDigest& batch, AttachmentPosition at) const {
  const auto value = rocks_.get(rocks_.family(ColumnFamily::Attachments),
                                attachment_key(batch, at.item, at.number), /*snapshot=*/nullptr);
  if (!value) {
    return value.error();
  }
  if (!*value) {
    return std::optional<Attachment>();
  }
  auto attachment = decode(at, **value);
  if (!attachment) {
    return StorageError::Corruption;
  }
  return attachment;
}

Result<std::vector<Attachment>, StorageError> AttachmentStore::read_all(
    const BatchDigest& batch) const {
  std::vector<Attachment> found;
  // It must not step on the next batch's: those may be damaged when these are not.
  const Bytes end = end_of(batch);
  const rocksdb::Slice upper = to_slice(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> entry(
      rocks_.db().NewIterator(options, rocks_.family(ColumnFamily::Attachments)));
  for (entry->Seek(to_slice(batch.view())); entry->Valid(); entry->Next()) {
    const auto at = position_in(to_view(entry->key()));
    auto attachment = at ? decode(*at, to_view(entry->value())) : std::nullopt;
    if (!attachment) {
      return StorageError::Corruption;
    }
    found.push_back(std::move(*attachment));
  }
  if (!entry->status().ok()) {
    return to_storage_error(entry->status());
  }
  return found;
}

}  // namespace vitalstream::storage
