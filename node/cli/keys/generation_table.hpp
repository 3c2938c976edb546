#pragma once
// How generations of data keys and what lies under them are shown.

#include <string>
#include <vector>

#include "json/json_writer.hpp"
#include "node/upkeep/ledger_usage.hpp"

namespace vitalstream::cli {

// A line for each, oldest first.
[[nodiscard]] std::string to_text(const std::vector<node::GenerationUsage>& generations);
// An array.
void write(JsonWriter& json, const std::vector<node::GenerationUsage>& generations);

// "12.3 MiB".
[[nodiscard]] std::string in_words(std::uint64_t bytes);

}  // namespace vitalstream::cli
