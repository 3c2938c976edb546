#include "node/config/edit_distance.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace vitalstream::node {

std::size_t edit_distance(std::string_view left, std::string_view right) {
  using Row = std::vector<std::size_t>;
  Row two_above(right.size() + 1);
  Row above(right.size() + 1);
  Row current(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) {
    current[j] = j;
  }
  for (std::size_t i = 1; i <= left.size(); ++i) {
    two_above = above;
    above = current;
    current[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replace = left[i - 1] == right[j - 1] ? 0 : 1;
      current[j] = std::min({above[j] + 1, current[j - 1] + 1, above[j - 1] + replace});
      const bool swapped =
          i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) {
        current[j] = std::min(current[j], two_above[j - 2] + 1);
      }
    }
  }
  return current.back();
}

std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates) {
  std::string_view best;
  std::size_t best_distance = std::numeric_limits<std::size_t>::max();
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace vitalstream::node
