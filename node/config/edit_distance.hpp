#pragma once
// Finding what somebody probably meant. Pure.

#include <cstddef>
#include <span>
#include <string_view>

namespace vitalstream::node {

// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
[[nodiscard]] std::size_t edit_distance(std::string_view left, std::string_view right);

// The candidate with the smallest distance, the first of equals; empty without candidates.
[[nodiscard]] std::string_view nearest(std::string_view name,
                                       std::span<const std::string_view> candidates);

}  // namespace vitalstream::node
