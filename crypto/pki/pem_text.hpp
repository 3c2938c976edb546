#pragma once
// What in a PEM text OpenSSL would pass over without a word: it takes a line for the beginning of a
// block only if nothing stands before the dashes, so that after a byte order mark, or indented, a
// certificate of a bundle is simply not there. Called before certificates are loaded. Any thread.

#include <filesystem>
#include <string_view>

namespace vitalstream::crypto {

// What to say of it.
inline constexpr std::string_view kHiddenBlock =
    "before a -----BEGIN stands something else in its line, such as a byte order mark: the block "
    "would be passed over";

// Whether each -----BEGIN begins its line.
[[nodiscard]] bool begins_all_blocks(std::string_view pem);

// The same of a file. True for one that cannot be read: whoever loads it says so.
[[nodiscard]] bool file_begins_all_blocks(const std::filesystem::path& file);

}  // namespace vitalstream::crypto
