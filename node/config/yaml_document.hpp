#pragma once
// Reading YAML into RawValues. The one file that knows yaml-cpp, and catches what it throws.
// Stricter than YAML, so that nothing is read otherwise than it was meant: duplicate names, names
// that are not plain texts, merge keys, tags that are not of YAML's own types, a second document,
// text that is not UTF-8 or has control characters, and documents beyond the limits below are
// refused.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "node/config/raw_value.hpp"

namespace vitalstream::node {

inline constexpr std::size_t kConfigBytesMax = 1024 * 1024;
inline constexpr std::size_t kConfigValuesMax = 20'000;
inline constexpr std::size_t kConfigDepthMax = 16;
// Only one may say something; yaml-cpp counts empty ones too.
inline constexpr std::size_t kConfigDocumentsMax = 16;

struct YamlError {
  int line = 0;  // from 1; 0 if unknown
  std::string reason;
};

// An empty document is an empty section.
[[nodiscard]] Result<RawValue, YamlError> parse_yaml(std::string_view text);

}  // namespace vitalstream::node
