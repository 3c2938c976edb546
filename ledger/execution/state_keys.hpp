#pragma once
// Where everything lies: the keys of the state and of the indexes, to the byte. Numbers are
// big-endian, so that the order of keys is the order of numbers; texts stand behind a length of one
// byte, so that no key is the beginning of another name's key. Called by execution and queries.
//
// State:  1 | collection | id                   the current version of a record
//         2 | collection | id | version u64     its older versions
//         3 | leaf u64                          an audit entry
//         4 | subject | leaf u64                a consent decision
// Index:  1 | filter u8 | value | first leaf u64
//                                               the entries of one block (named by its first leaf)
//                                               that match a filter
//         2 | block time u64                    the first leaf of a block with transactions

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "ledger/execution/state_view.hpp"
#include "ledger/types/ids.hpp"

namespace vitalstream::ledger {

// What postings are kept for.
enum class PostingFilter : std::uint8_t {
  AuditType = 1,
  AuditSource = 2,
  AuditActor = 3,
  AuditSubject = 4,
  RecordSubject = 5,
};

[[nodiscard]] Bytes record_key(std::string_view collection, std::string_view id);
[[nodiscard]] Bytes record_version_key(std::string_view collection, std::string_view id,
                                       std::uint64_t version);
[[nodiscard]] Bytes audit_key(LeafIndex leaf);
[[nodiscard]] Bytes consent_key(std::string_view subject, LeafIndex leaf);
[[nodiscard]] Bytes posting_key(PostingFilter filter, std::string_view value, LeafIndex first);
[[nodiscard]] Bytes block_time_key(UnixMs time);

// The number at the end of a key.
[[nodiscard]] std::optional<std::uint64_t> key_number(ByteView key);

// All keys that end with a number in [first, end) behind the same names.
[[nodiscard]] ScanRange record_version_range(std::string_view collection, std::string_view id);
[[nodiscard]] ScanRange audit_range(LeafIndex first, LeafIndex end);
[[nodiscard]] ScanRange consent_range(std::string_view subject, LeafIndex end);
[[nodiscard]] ScanRange posting_range(PostingFilter filter, std::string_view value, LeafIndex end);
// Blocks whose time is at least `from`.
[[nodiscard]] ScanRange block_time_range(UnixMs from);

}  // namespace vitalstream::ledger
