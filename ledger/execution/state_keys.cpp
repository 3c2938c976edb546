#include "ledger/execution/state_keys.hpp"

#include <utility>

#include "base/assert.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::uint8_t kRecord = 1;
constexpr std::uint8_t kRecordVersion = 2;
constexpr std::uint8_t kAudit = 3;
constexpr std::uint8_t kConsent = 4;
constexpr std::uint8_t kPosting = 1;
constexpr std::uint8_t kBlockTime = 2;
constexpr std::size_t kKeyBytesExpected = 96;

void write_text(ByteWriter& writer, std::string_view text) {
  VS_ASSERT(text.size() <= UINT8_MAX);
  writer.u8(static_cast<std::uint8_t>(text.size()));
  writer.raw(as_bytes(text));
}

ByteWriter begin(std::uint8_t table) {
  ByteWriter writer(kKeyBytesExpected);
  writer.u8(table);
  return writer;
}

// Block time is never negative: it is greater than its parent's, and genesis time is not.
std::uint64_t unsigned_time(UnixMs time) {
  return time.value() < 0 ? 0 : static_cast<std::uint64_t>(time.value());
}

// The first key beyond all keys of a table of single numbers.
Bytes end_of_table(std::uint8_t table) { return Bytes{static_cast<std::uint8_t>(table + 1)}; }

}  // namespace

Bytes record_key(std::string_view collection, std::string_view id) {
  ByteWriter writer = begin(kRecord);
  write_text(writer, collection);
  write_text(writer, id);
  return writer.take();
}

Bytes record_version_key(std::string_view collection, std::string_view id, std::uint64_t version) {
  ByteWriter writer = begin(kRecordVersion);
  write_text(writer, collection);
  write_text(writer, id);
  writer.u64(version);
  return writer.take();
}

Bytes audit_key(LeafIndex leaf) {
  ByteWriter writer = begin(kAudit);
  writer.u64(leaf.value());
  return writer.take();
}

Bytes consent_key(std::string_view subject, LeafIndex leaf) {
  ByteWriter writer = begin(kConsent);
  write_text(writer, subject);
  writer.u64(leaf.value());
  return writer.take();
}

Bytes posting_key(PostingFilter filter, std::string_view value, LeafIndex first) {
  ByteWriter writer = begin(kPosting);
  writer.u8(static_cast<std::uint8_t>(filter));
  write_text(writer, value);
  writer.u64(first.value());
  return writer.take();
}

Bytes block_time_key(UnixMs time) {
  ByteWriter writer = begin(kBlockTime);
  writer.u64(unsigned_time(time));
  return writer.take();
}

std::optional<std::uint64_t> key_number(ByteView key) {
  if (key.size() < sizeof(std::uint64_t)) {
    return std::nullopt;
  }
  return ByteReader(key.last(sizeof(std::uint64_t))).u64();
}

ScanRange record_version_range(std::string_view collection, std::string_view id) {
  return {.table = Table::State,
          .from = record_version_key(collection, id, 0),
          .to = record_version_key(collection, id, UINT64_MAX),
          .order = ScanOrder::Descending};
}

ScanRange audit_range(LeafIndex first, LeafIndex end) {
  return {.table = Table::State,
          .from = audit_key(first),
          .to = audit_key(end),
          .order = ScanOrder::Descending};
}

ScanRange consent_range(std::string_view subject, LeafIndex end) {
  return {.table = Table::State,
          .from = consent_key(subject, LeafIndex{0}),
          .to = consent_key(subject, end),
          .order = ScanOrder::Descending};
}

ScanRange posting_range(PostingFilter filter, std::string_view value, LeafIndex end) {
  return {.table = Table::Index,
          .from = posting_key(filter, value, LeafIndex{0}),
          .to = posting_key(filter, value, end),
          .order = ScanOrder::Descending};
}

ScanRange block_time_range(UnixMs from) {
  return {.table = Table::Index,
          .from = block_time_key(from),
          .to = end_of_table(kBlockTime),
          .order = ScanOrder::Ascending};
}

}  // namespace vitalstream::ledger
