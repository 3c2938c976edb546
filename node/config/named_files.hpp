#pragma once
// Whether the files and variables that a configuration names are there, and may be read by who
// asks, and secrets by nobody else. Not part of loading, because a configuration is often checked
// on another machine than the one it is for. Looks at the file system; any thread.

#include "node/config/load.hpp"

namespace vitalstream::node {

// One problem for each that is not; of the key providers, only the chosen one counts.
[[nodiscard]] Problems problems_of_named_files(const LoadedConfig& loaded);

}  // namespace vitalstream::node
