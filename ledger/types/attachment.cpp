#include "ledger/types/attachment.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::size_t kAttachmentBytesMin = kSaltBytes + sizeof(std::uint32_t);
constexpr std::size_t kEntryBytesMin = 2 + 1 + kAttachmentBytesMin;

// False once a rule beyond the encoding is broken: the content of one transaction is too large.
bool read_list(ByteReader& reader, AttachmentList& list) {
  const std::size_t count = reader.u8();
  std::size_t content_bytes = 0;
  for (std::size_t i = 0; i < count && !reader.failed(); ++i) {
    const ByteView salt = reader.raw(kSaltBytes);
    const ByteView content = reader.var32(kAttachmentContentBytesMax);
    content_bytes += content.size();
    if (reader.failed()) {
      return true;
    }
    Attachment& attachment = list.emplace_back();
    std::ranges::copy(salt, attachment.salt.begin());
    attachment.content = to_bytes(content);
  }
  return count <= kAttachmentsMax && content_bytes <= kAttachmentContentBytesMax;
}

}  // namespace

std::string_view to_string(AttachmentError error) {
  switch (error) {
    case AttachmentError::Malformed:
      return "attachments_malformed";
    case AttachmentError::TooLarge:
      return "attachments_too_large";
    case AttachmentError::UnknownItem:
      return "attachments_of_unknown_item";
    case AttachmentError::Missing:
      return "attachment_missing";
    case AttachmentError::Surplus:
      return "attachment_surplus";
    case AttachmentError::WrongLength:
      return "attachment_wrong_length";
    case AttachmentError::WrongCommitment:
      return "attachment_wrong_commitment";
  }
  VS_ASSERT(false);
}

Commitment commitment_of(const Salt& salt, ByteView content) {
  return Commitment{crypto::sha256({ByteView(salt), content})};
}

std::optional<AttachmentError> check_attachments(std::span<const AttachmentCommitment> committed,
                                                 std::span<const Attachment> attachments) {
  if (attachments.size() < committed.size()) {
    return AttachmentError::Missing;
  }
  if (attachments.size() > committed.size()) {
    return AttachmentError::Surplus;
  }
  for (std::size_t i = 0; i < committed.size(); ++i) {
    if (attachments[i].content.size() != committed[i].content_bytes) {
      return AttachmentError::WrongLength;
    }
    if (commitment_of(attachments[i].salt, attachments[i].content) != committed[i].commitment) {
      return AttachmentError::WrongCommitment;
    }
  }
  return std::nullopt;
}

Bytes encode_attachments(std::span<const AttachmentList> per_item) {
  VS_ASSERT(per_item.size() <= kBatchItemsMax);
  const auto with_attachments =
      std::ranges::count_if(per_item, [](const AttachmentList& list) { return !list.empty(); });
  ByteWriter writer;
  writer.u16(static_cast<std::uint16_t>(with_attachments));
  for (std::size_t item = 0; item < per_item.size(); ++item) {
    const AttachmentList& list = per_item[item];
    if (list.empty()) {
      continue;
    }
    VS_ASSERT(list.size() <= kAttachmentsMax);
    writer.u16(static_cast<std::uint16_t>(item));
    writer.u8(static_cast<std::uint8_t>(list.size()));
    for (const Attachment& attachment : list) {
      writer.raw(attachment.salt);
      writer.var32(attachment.content);
    }
  }
  return writer.take();
}

Result<std::vector<AttachmentList>, AttachmentError> decode_attachments(ByteView part,
                                                                        std::size_t items) {
  if (part.size() > kBatchAttachmentBytesMax) {
    return AttachmentError::TooLarge;
  }
  std::vector<AttachmentList> per_item(items);
  ByteReader reader(part);
  const std::size_t entries = reader.count16(kBatchItemsMax, kEntryBytesMin);
  std::size_t next_item = 0;
  for (std::size_t i = 0; i < entries && !reader.failed(); ++i) {
    const std::size_t item = reader.u16();
    if (item >= items) {
      return AttachmentError::UnknownItem;
    }
    if (item < next_item) {
      return AttachmentError::Malformed;
    }
    next_item = item + 1;
    if (!read_list(reader, per_item[item])) {
      return AttachmentError::TooLarge;
    }
    if (per_item[item].empty()) {
      return AttachmentError::Malformed;
    }
  }
  if (!reader.finished()) {
    return AttachmentError::Malformed;
  }
  return per_item;
}

}  // namespace vitalstream::ledger
