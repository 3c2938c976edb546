#pragma once
// docs/configuration.md, generated from the key table; a test compares it with the file.

#include <string>

namespace vitalstream::node {

[[nodiscard]] std::string reference_page();

}  // namespace vitalstream::node
