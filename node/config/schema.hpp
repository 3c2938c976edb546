#pragma once
// A JSON Schema (draft 2020-12) of the configuration file, for editors and pipelines.

#include <string>

namespace vitalstream::node {

[[nodiscard]] std::string config_schema();

}  // namespace vitalstream::node
