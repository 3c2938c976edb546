#pragma once
// docs/metrics.md, generated from the table of metrics; a test compares it with the file.

#include <string>

namespace vitalstream::node {

[[nodiscard]] std::string metrics_page();

}  // namespace vitalstream::node
