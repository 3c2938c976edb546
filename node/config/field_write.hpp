#pragma once
// From a typed field back to text, in the form that read_field accepts.

#include <string>

#include "node/config/key_table.hpp"

namespace vitalstream::node {

// The value as YAML on one line, in the key's unit; empty where nothing is set. Reads only.
[[nodiscard]] std::string write_field(const Config& config, const KeySpec& key);

// What the reference page calls this type.
[[nodiscard]] std::string type_name(const KeySpec& key);

}  // namespace vitalstream::node
