#include "ledger/types/identifier.hpp"

#include <algorithm>

#include "ledger/types/limits.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::size_t kChainIdCharsMax = 64;

bool has_length(std::string_view text, std::size_t chars_max) {
  return !text.empty() && text.size() <= chars_max;
}

}  // namespace

bool is_identifier(std::string_view text) { return is_visible_ascii(text, kIdentifierCharsMax); }

bool is_visible_ascii(std::string_view text, std::size_t chars_max) {
  return has_length(text, chars_max) &&
         std::ranges::all_of(text, [](char c) { return c >= '!' && c <= '~'; });
}

bool is_media_type(std::string_view text) {
  return has_length(text, kMediaTypeCharsMax) &&
         std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_chain_id(std::string_view text) {
  return has_length(text, kChainIdCharsMax) && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

}  // namespace vitalstream::ledger
