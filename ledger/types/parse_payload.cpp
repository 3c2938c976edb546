#include "ledger/types/parse_payload.hpp"

#include "base/base64url.hpp"
#include "json/ijson.hpp"
#include "json/json_cursor.hpp"
#include "ledger/types/identifier.hpp"
#include "ledger/types/limits.hpp"
#include "ledger/types/parse_data.hpp"

namespace vitalstream::ledger {
namespace {

using Error = TransactionError;

// The members as they stand; what they say is judged when all have been seen.
struct Members {
  std::optional<std::string_view> chain;
  std::optional<std::string_view> jti;
  std::optional<std::int64_t> exp;
  std::optional<std::string_view> op;
  std::optional<std::string_view> data;
  std::optional<std::string_view> att;
  bool has_chain = false;
  bool has_jti = false;
  bool has_exp = false;
  bool has_op = false;

  [[nodiscard]] bool complete() const { return has_chain && has_jti && has_exp && has_op && data; }
};

bool read_member(std::string_view name, JsonCursor& cursor, Members& members) {
  if (name == "chain") {
    members.has_chain = true;
    members.chain = cursor.string();
  } else if (name == "jti") {
    members.has_jti = true;
    members.jti = cursor.string();
  } else if (name == "exp") {
    members.has_exp = true;
    members.exp = cursor.natural();
  } else if (name == "op") {
    members.has_op = true;
    members.op = cursor.string();
  } else if (name == "data") {
    members.data = cursor.skip();
  } else if (name == "att") {
    members.att = cursor.skip();
  } else if (name == "iat") {
    cursor.skip();
  } else {
    return false;
  }
  return true;
}

std::optional<Error> read_members(JsonCursor cursor, Members& members) {
  if (cursor.kind() != JsonKind::Object) {
    return Error::PayloadNotObject;
  }
  cursor.enter();
  while (const auto name = cursor.next_name()) {
    if (!read_member(*name, cursor, members)) {
      return Error::PayloadMemberUnknown;
    }
  }
  if (!members.complete()) {
    return Error::PayloadMemberMissing;
  }
  return std::nullopt;
}

bool read_commitment(JsonCursor& cursor, AttachmentCommitment& attachment) {
  std::optional<std::int64_t> length;
  std::optional<std::string_view> commitment;
  if (cursor.kind() != JsonKind::Object) {
    return false;
  }
  cursor.enter();
  while (const auto name = cursor.next_name()) {
    if (*name == "c") {
      commitment = cursor.string();
    } else if (*name == "n") {
      length = cursor.natural();
    } else if (*name == "t") {
      attachment.media_type = cursor.string().value_or(std::string_view{});
    } else {
      return false;
    }
  }
  const auto bytes = from_base64url(commitment.value_or(std::string_view{}));
  const auto digest = bytes ? Commitment::from(*bytes) : std::nullopt;
  if (!digest || !length || *length > static_cast<std::int64_t>(kAttachmentContentBytesMax) ||
      !is_media_type(attachment.media_type)) {
    return false;
  }
  attachment.commitment = *digest;
  attachment.content_bytes = static_cast<std::uint32_t>(*length);
  return true;
}

bool read_attachments(JsonCursor cursor, std::vector<AttachmentCommitment>& attachments) {
  if (cursor.kind() != JsonKind::Array) {
    return false;
  }
  std::size_t content_bytes = 0;
  cursor.enter();
  while (cursor.next_element()) {
    if (attachments.size() == kAttachmentsMax ||
        !read_commitment(cursor, attachments.emplace_back())) {
      return false;
    }
    content_bytes += attachments.back().content_bytes;
  }
  return content_bytes <= kAttachmentContentBytesMax;
}

std::optional<Error> judge(const Members& members, Transaction& transaction) {
  if (!members.chain || !is_chain_id(*members.chain)) {
    return Error::PayloadChain;
  }
  if (!members.jti || !is_visible_ascii(*members.jti, kJtiCharsMax)) {
    return Error::PayloadJti;
  }
  if (!members.exp) {
    return Error::PayloadExp;
  }
  if (!members.op || !is_visible_ascii(*members.op, kOpCharsMax)) {
    return Error::PayloadOp;
  }
  transaction.chain = *members.chain;
  transaction.jti = *members.jti;
  transaction.exp = UnixSeconds{*members.exp};
  transaction.op = *members.op;
  return std::nullopt;
}

}  // namespace

std::optional<Error> parse_payload(std::string_view payload, Transaction& transaction) {
  if (!is_ijson(payload)) {
    return Error::PayloadNotIJson;
  }
  TextArena arena(payload.size());
  Members members;
  if (const auto error = read_members(JsonCursor(payload, arena), members)) {
    return error;
  }
  if (const auto error = judge(members, transaction)) {
    return error;
  }
  if (members.att && !read_attachments(JsonCursor(*members.att, arena), transaction.attachments)) {
    return Error::PayloadAttachments;
  }
  transaction.operation = parse_operation(
      transaction.op, DataReader(JsonCursor(*members.data, arena), transaction.attachments.size()));
  transaction.unescaped = arena.release();
  return std::nullopt;
}

}  // namespace vitalstream::ledger
