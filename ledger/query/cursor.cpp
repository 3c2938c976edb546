#include "ledger/query/cursor.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::uint8_t kVersion = 2;
constexpr std::string_view kQueryDomain = "vitalstream query";
// Of the query's digest: it tells apart what clients mix up, and keeps nobody out.
constexpr std::size_t kQueryBytes = 8;

ByteView mark_of(const Hash32& query) { return ByteView(query).first(kQueryBytes); }

}  // namespace

Hash32 digest_of_query(const GenesisHash& chain, std::string_view method,
                       std::initializer_list<std::string_view> parameters) {
  ByteWriter writer;
  writer.raw(as_bytes(kQueryDomain));
  writer.digest(chain);
  writer.var16(as_bytes(method));
  for (const std::string_view parameter : parameters) {
    writer.var16(as_bytes(parameter));
  }
  return crypto::sha256(writer.bytes());
}

std::string to_cursor(const Hash32& query, std::uint64_t position) {
  ByteWriter writer;
  writer.u8(kVersion);
  writer.raw(mark_of(query));
  writer.u64(position);
  return to_base64url(writer.bytes());
}

Result<std::uint64_t, QueryError> from_cursor(const Hash32& query, std::string_view text) {
  const auto bytes = from_base64url(text);
  if (!bytes) {
    return QueryError::BadCursor;
  }
  ByteReader reader(*bytes);
  const std::uint8_t version = reader.u8();
  const ByteView mark = reader.raw(kQueryBytes);
  const std::uint64_t position = reader.u64();
  if (!reader.finished() || version != kVersion || !std::ranges::equal(mark, mark_of(query))) {
    return QueryError::BadCursor;
  }
  return position;
}

}  // namespace vitalstream::ledger
