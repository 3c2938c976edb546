#include "node/config/key_table.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "node/config/key_rows.hpp"

namespace vitalstream::node {
namespace {

std::vector<KeySpec> all_keys() {
  std::vector<KeySpec> keys;
  for (auto section :
       {identity_rows(), network_rows(), rpc_listener_rows(), rpc_size_rows(), rpc_time_rows(),
        quota_rows(), operations_rows(), key_provider_rows(), consensus_rows(), resource_rows()}) {
    keys.insert(keys.end(), section.begin(), section.end());
  }
  return keys;
}

std::string path_with(std::string_view path, std::string_view separators, char replacement) {
  std::string text{path};
  for (char& c : text) {
    if (separators.find(c) != std::string_view::npos) {
      c = replacement;
    }
  }
  return text;
}

}  // namespace

std::span<const KeySpec> key_table() {
  static const std::vector<KeySpec> keys = all_keys();
  return keys;
}

const KeySpec* find_key(std::string_view path) {
  const auto keys = key_table();
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const KeySpec& key) { return key.path == path; });
  return found == keys.end() ? nullptr : &*found;
}

std::string variable_name(const KeySpec& key) {
  std::string name = "VITALSTREAM_" + path_with(key.path, ".", '_');
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return name;
}

std::string flag_name(const KeySpec& key) {
  return key.other_flag.empty() ? "--" + path_with(key.path, "._", '-')
                                : std::string{key.other_flag};
}

std::string_view to_string(Unit unit) {
  switch (unit) {
    case Unit::None:
      return {};
    case Unit::Bytes:
      return "bytes";
    case Unit::Milliseconds:
      return "ms";
    case Unit::Seconds:
      return "s";
  }
  return {};
}

std::int64_t microseconds_per(Unit unit) {
  VS_ASSERT(unit == Unit::Milliseconds || unit == Unit::Seconds);
  return unit == Unit::Milliseconds ? milliseconds(1).value() : seconds(1).value();
}

}  // namespace vitalstream::node
