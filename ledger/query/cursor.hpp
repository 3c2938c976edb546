#pragma once
// Cursors of lists: opaque to clients, base64url of a version byte, the query that the list answers
// and the number to go on from. A position in one list says nothing about another, so that a cursor
// of another query, or of another chain, is refused instead of answered with the wrong page.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/chain.hpp"
#include "base/digest.hpp"
#include "base/result.hpp"
#include "ledger/query/query_error.hpp"

namespace vitalstream::ledger {

// Digest of all that makes a list. A parameter that is not given is empty.
[[nodiscard]] Hash32 digest_of_query(const GenesisHash& chain, std::string_view method,
                                     std::initializer_list<std::string_view> parameters);

[[nodiscard]] std::string to_cursor(const Hash32& query, std::uint64_t position);
[[nodiscard]] Result<std::uint64_t, QueryError> from_cursor(const Hash32& query,
                                                            std::string_view text);

}  // namespace vitalstream::ledger
