#pragma once
// Text of others as a terminal may show it. A receipt, an answer of a node or a name in the ledger
// is written by somebody, and a terminal obeys what is in it: it could erase the line above and
// write "valid" in its place.

#include <string>
#include <string_view>

namespace vitalstream {

enum class LineEnds { Keep, Show };

// Control characters, of ASCII and of Unicode (U+0080 to U+009F), as \u and four digits.
[[nodiscard]] std::string printable(std::string_view text, LineEnds line_ends);

}  // namespace vitalstream
