#pragma once
// Cursors of lists: opaque to clients, base64url of a version byte and the number to go on from.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ledger/query/query_error.hpp"

namespace vitalstream::ledger {

[[nodiscard]] std::string to_cursor(std::uint64_t position);
[[nodiscard]] Result<std::uint64_t, QueryError> from_cursor(std::string_view text);

}  // namespace vitalstream::ledger
