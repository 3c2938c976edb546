#pragma once
// The configuration in force, as YAML that `load` reads back to the same values.

#include <string>

#include "node/config/load.hpp"

namespace vitalstream::node {

// Every key with a value, in the order of the table; a comment says where each value that is not a
// default came from. Secrets are shown as the references they are.
[[nodiscard]] std::string print_config(const LoadedConfig& loaded);

// Only what section `keys` was given, without comments and with absolute paths: for a configuration
// that is put together from it.
[[nodiscard]] std::string print_keys(const LoadedConfig& loaded);

}  // namespace vitalstream::node
