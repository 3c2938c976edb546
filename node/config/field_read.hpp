#pragma once
// From what was written to a typed field: one rule per type of field, total on any input.

#include <optional>
#include <string>

#include "node/config/key_table.hpp"
#include "node/config/raw_value.hpp"

namespace vitalstream::node {

// Fills the key's field. Otherwise the field is unchanged, and the text says what to write.
[[nodiscard]] std::optional<std::string> read_field(Config& config, const KeySpec& key,
                                                    const RawValue& value);

// Takes the key's relative path, if it is one, from this folder.
void resolve_path(Config& config, const KeySpec& key, const std::filesystem::path& folder);

// A text as one would write it on a command line: for a list, a YAML list in brackets or items
// between commas; a scalar otherwise.
[[nodiscard]] RawValue raw_from_text(const KeySpec& key, std::string_view text);

// Whether the key holds a list.
[[nodiscard]] bool is_list(const KeySpec& key);

// Whether the key holds (the reference to) a secret, so that a wrong value must not be repeated.
[[nodiscard]] bool is_secret(const KeySpec& key);

}  // namespace vitalstream::node
