#pragma once
// Times that somebody asks about, in milliseconds since 1970: what lies below March 1973 was meant
// in seconds, for which it would be the year 5138. Used by the methods that take a time. Constants.

#include "net/rpc/json_schema.hpp"

namespace vitalstream::net {

inline constexpr std::uint64_t kUnixMsMin = 100'000'000'000;
inline constexpr JsonSchema kAskedTimeSchema = integer_of(kUnixMsMin, kJsonIntegerMax);

}  // namespace vitalstream::net
