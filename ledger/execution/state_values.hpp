#pragma once
// What lies under the keys of state_keys.hpp. Written by execution, read by queries; decoding is
// total, though the bytes are our own: a value that does not decode means a damaged database.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "ledger/types/ids.hpp"
#include "ledger/types/operation.hpp"
#include "ledger/types/transaction.hpp"

namespace vitalstream::ledger {

// Which transaction made an entry: by whom, where, when.
struct Origin {
  TxId transaction;
  KeyId key_id;
  BlockHeight height;
  BlockIndex index;
  LeafIndex leaf;
  UnixMs time;
  friend bool operator==(const Origin&, const Origin&) = default;
};

// An attachment that an entry names: the transaction has it at `index`.
struct AttachmentRef {
  AttachmentIndex index;
  Commitment commitment;
  std::uint32_t content_bytes = 0;
  std::string media_type;
  friend bool operator==(const AttachmentRef&, const AttachmentRef&) = default;
};

struct RecordVersion {
  Origin origin;
  std::uint64_t version = 0;
  std::string subject;
  std::variant<AttachmentRef, ExternalHash> content;
  friend bool operator==(const RecordVersion&, const RecordVersion&) = default;
};

struct AuditEntry {
  Origin origin;
  std::string type;
  std::string source;
  std::string actor;
  std::string subject;
  AuditOutcome outcome = AuditOutcome::Success;
  std::optional<AttachmentRef> detail;
  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

enum class ConsentKind : std::uint8_t { Grant = 1, Revoke = 2 };

struct ConsentDecision {
  Origin origin;
  ConsentKind kind = ConsentKind::Grant;
  std::string grantee;  // empty in a revocation: any; so are purpose and scopes
  std::string purpose;
  std::vector<std::string> scopes;
  UnixSeconds from;
  std::optional<UnixSeconds> until;
  std::optional<AttachmentRef> document;
  friend bool operator==(const ConsentDecision&, const ConsentDecision&) = default;
};

// Positions within one block that match a filter, ascending.
using Posting = std::vector<BlockIndex>;

[[nodiscard]] Bytes encode(const RecordVersion& version);
[[nodiscard]] Bytes encode(const AuditEntry& entry);
[[nodiscard]] Bytes encode(const ConsentDecision& decision);
[[nodiscard]] Bytes encode(const Posting& posting);
[[nodiscard]] std::optional<RecordVersion> decode_record_version(ByteView bytes);
[[nodiscard]] std::optional<AuditEntry> decode_audit_entry(ByteView bytes);
[[nodiscard]] std::optional<ConsentDecision> decode_consent_decision(ByteView bytes);
[[nodiscard]] std::optional<Posting> decode_posting(ByteView bytes);

// The version number alone, for execution, which needs no more.
[[nodiscard]] std::optional<std::uint64_t> version_of(ByteView record_version);

[[nodiscard]] AttachmentRef attachment_ref(const Transaction& transaction, AttachmentIndex index);

}  // namespace vitalstream::ledger
