#include "ledger/query/cursor.hpp"

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::uint8_t kVersion = 1;

}  // namespace

std::string_view to_string(QueryError error) {
  switch (error) {
    case QueryError::BadCursor:
      return "bad_cursor";
    case QueryError::TooManyDecisions:
      return "too_many_decisions";
    case QueryError::DamagedState:
      return "damaged_state";
  }
  VS_ASSERT(false);
}

std::string to_cursor(std::uint64_t position) {
  ByteWriter writer;
  writer.u8(kVersion);
  writer.u64(position);
  return to_base64url(writer.bytes());
}

Result<std::uint64_t, QueryError> from_cursor(std::string_view text) {
  const auto bytes = from_base64url(text);
  if (!bytes) {
    return QueryError::BadCursor;
  }
  ByteReader reader(*bytes);
  const std::uint8_t version = reader.u8();
  const std::uint64_t position = reader.u64();
  if (!reader.finished() || version != kVersion) {
    return QueryError::BadCursor;
  }
  return position;
}

}  // namespace vitalstream::ledger
