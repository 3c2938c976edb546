#pragma once
// The three ways in which AWS writes a time. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "crypto/provider/call_clock.hpp"

namespace vitalstream::crypto::provider {

// "20150830T123600Z", as signatures hold it.
[[nodiscard]] std::string to_amz_date(WallSeconds time);

// "2026-11-21T16:04:16Z", as credentials end.
[[nodiscard]] std::optional<WallSeconds> from_iso8601(std::string_view text);

// "Sun, 30 Aug 2015 12:36:00 GMT", as the header Date says.
[[nodiscard]] std::optional<WallSeconds> from_http_date(std::string_view text);

}  // namespace vitalstream::crypto::provider
