#pragma once
// What build this is.

#include <string>
#include <string_view>

namespace vitalstream::node {

[[nodiscard]] std::string_view version();
// One JSON object.
[[nodiscard]] std::string build_info_json();

}  // namespace vitalstream::node
