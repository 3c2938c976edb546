#pragma once
// The strict rule for JSON that becomes part of the ledger: I-JSON (RFC 7493) in one pass, without
// building anything. UTF-8 without surrogates and noncharacters, no duplicate member names (after
// decoding their escapes), depth at most kJsonDepthMax, integers within 2^53 - 1 either way, and a
// number with fraction or exponent below 1e308. Validity of batches depends on it, so a change is a
// version of the protocol. Called by parse_transaction; JsonCursor reads what has passed. Pure.

#include <string_view>

namespace vitalstream {

// True if the text is exactly one strict JSON value.
[[nodiscard]] bool is_ijson(std::string_view text);

}  // namespace vitalstream
