#pragma once
// What the ledger accepts as names of things: visible ASCII, so that equal names are equal bytes on
// every machine, and so that nobody is tempted to write a person's name into what cannot be erased.

#include <string_view>

namespace vitalstream::ledger {

// 1 to kIdentifierCharsMax characters from '!' to '~'.
[[nodiscard]] bool is_identifier(std::string_view text);
// 1 to `chars_max` characters from '!' to '~'.
[[nodiscard]] bool is_visible_ascii(std::string_view text, std::size_t chars_max);
// 1 to kMediaTypeCharsMax characters from ' ' to '~'.
[[nodiscard]] bool is_media_type(std::string_view text);
// 1 to 64 characters of [a-z0-9-].
[[nodiscard]] bool is_chain_id(std::string_view text);

}  // namespace vitalstream::ledger
