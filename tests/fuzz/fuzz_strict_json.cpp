#include <boost/json/serialize.hpp>

#include "fuzz_input.hpp"
#include "json/strict_json.hpp"

using namespace vitalstream;

constexpr JsonLimits kLimits{.bytes_max = 64 * 1024, .depth_max = 32};

VS_FUZZ_TARGET(input) {
  const auto value = parse_strict_json(as_text(input), kLimits);
  if (!value) {
    static_cast<void>(to_string(value.error()));
    return;
  }
  // What was strict stays strict: no name twice, nothing out of range.
  const auto again = parse_strict_json(boost::json::serialize(*value),
                                       {.bytes_max = 1024 * 1024, .depth_max = 32});
  VS_ASSERT(again.has_value());
}
