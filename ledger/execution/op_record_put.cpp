#include <utility>

#include "ledger/execution/operations.hpp"

namespace vitalstream::ledger {
namespace {

std::variant<AttachmentRef, ExternalHash> content_of(const RecordPut& put,
                                                     const Transaction& transaction) {
  if (const auto* attachment = std::get_if<AttachmentIndex>(&put.content)) {
    return attachment_ref(transaction, *attachment);
  }
  return std::get<ExternalHash>(put.content);
}

// Our own bytes; that they do not decode means a damaged database, and nothing may be built on it.
StateRead<std::uint64_t> version_in(const std::optional<Bytes>& current) {
  if (!current) {
    return std::uint64_t{0};
  }
  const auto version = version_of(*current);
  return version ? StateRead<std::uint64_t>(*version) : StateError::Damaged;
}

}  // namespace

// The current version lies under the record's own key and moves to its numbered key when a newer
// one comes: a record that is never changed costs one key.
StateRead<Verdict> apply(const RecordPut& put, OperationContext& context) {
  Bytes key = record_key(put.collection, put.id);
  StateRead<std::optional<Bytes>> current = context.state->get(key);
  if (!current) {
    return current.error();
  }
  const StateRead<std::uint64_t> held = version_in(*current);
  if (!held) {
    return held.error();
  }
  if (put.if_version && *put.if_version != *held) {
    return refused(ResultCode::VersionConflict);
  }
  if (*current) {
    context.state->put(record_version_key(put.collection, put.id, *held), std::move(**current));
  }
  const RecordVersion version{context.origin, *held + 1, std::string(put.subject),
                              content_of(put, *context.transaction)};
  context.state->put(std::move(key), encode(version));
  context.index->add(PostingFilter::RecordSubject, put.subject, context.origin.index);
  return Verdict{.value = version.version};
}

}  // namespace vitalstream::ledger
