#pragma once
// Attachments: content that travels beside the signed envelope, which commits to it by SHA-256 over
// a 32-byte salt and the content (docs/transactions.md "Attachments"). A batch's digest covers the
// envelopes only; its attachments are one part of bytes beside its body.
//
// The part: count u16, then per transaction that has attachments, ascending: its index in the batch
// u16 | count u8 | per attachment: salt (32 bytes) | content length u32 | content.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "ledger/types/ids.hpp"
#include "ledger/types/limits.hpp"

namespace vitalstream::ledger {

// What the envelope says of an attachment: an element {c, n, t} of `att`.
struct AttachmentCommitment {
  Commitment commitment;
  std::uint32_t content_bytes = 0;
  std::string_view media_type;
};

using Salt = std::array<std::uint8_t, kSaltBytes>;

struct Attachment {
  Salt salt{};
  Bytes content;
  friend bool operator==(const Attachment&, const Attachment&) = default;
};

// The attachments of one transaction, in the order of its `att`.
using AttachmentList = std::vector<Attachment>;

enum class AttachmentError {
  Malformed,        // the part's bytes are no encoding of attachments
  TooLarge,         // beyond a limit
  UnknownItem,      // attachments for a transaction that the batch does not have
  Missing,          // fewer than the envelope commits to
  Surplus,          // more than the envelope commits to
  WrongLength,      // not the length `n`
  WrongCommitment,  // not the commitment `c`
};
[[nodiscard]] std::string_view to_string(AttachmentError error);

[[nodiscard]] Commitment commitment_of(const Salt& salt, ByteView content);

// Whether exactly these attachments were committed to. The first error in the list's order.
[[nodiscard]] std::optional<AttachmentError> check_attachments(
    std::span<const AttachmentCommitment> committed, std::span<const Attachment> attachments);

// One list per transaction of the batch, in order; most are empty.
[[nodiscard]] Bytes encode_attachments(std::span<const AttachmentList> per_item);
[[nodiscard]] Result<std::vector<AttachmentList>, AttachmentError> decode_attachments(
    ByteView part, std::size_t items);

}  // namespace vitalstream::ledger
