#pragma once
// Strict I-JSON (RFC 7493): what an application signed must mean the same to every reader.
// Boost.JSON alone keeps the last of two equal names and turns 1e400 into infinity; this refuses
// both, and integers beyond +-(2^53 - 1), text that is not UTF-8, lone surrogates, noncharacters,
// nesting or names in one object beyond a limit, and anything after the value. Called for JWS
// headers, JWKs, genesis, receipts and JSON-RPC. Pure; any thread.

#include <boost/json/value.hpp>
#include <cstddef>
#include <string_view>

#include "base/result.hpp"

namespace vitalstream {

struct JsonLimits {
  std::size_t bytes_max = 0;
  std::size_t depth_max = 32;
};

enum class JsonError {
  TooLong,
  TooDeep,
  TooManyNames,
  Malformed,
  IntegerOutOfRange,
  NumberNotFinite,
  Noncharacter,
  DuplicateName,
};

[[nodiscard]] std::string_view to_string(JsonError error);

// The value lives in `storage`: the heap, or memory that a caller of many texts reuses.
[[nodiscard]] Result<boost::json::value, JsonError> parse_strict_json(
    std::string_view text, const JsonLimits& limits, boost::json::storage_ptr storage = {});

}  // namespace vitalstream
