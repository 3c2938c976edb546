#pragma once
// How a row of the key table is written down: one short call per key. Used by the key_rows_*.cpp
// files only; everybody else reads key_table.hpp.

#include <vector>

#include "node/config/key_table.hpp"

namespace vitalstream::node {

inline constexpr std::uint64_t kKiB = 1024;
inline constexpr std::uint64_t kMiB = 1024 * kKiB;
inline constexpr std::uint64_t kGiB = 1024 * kMiB;
inline constexpr std::uint64_t kHourMs = 3'600'000;

// The field that is reached through these members, one after the other.
template <auto... Members>
auto& at(Config& config) {
  return (config.*....*Members);
}

// Smallest and greatest accepted number, in the key's unit.
struct Range {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};

using Text = std::string_view;

[[nodiscard]] KeySpec required(Text path, Field field, Text doc);
[[nodiscard]] KeySpec plain(Text path, Field field, Text default_text, Text doc);
[[nodiscard]] KeySpec choice(Text path, Field field, Text default_text, std::vector<Text> choices,
                             Text doc);
[[nodiscard]] KeySpec count(Text path, Field field, Text default_text, Range range, Text doc);
[[nodiscard]] KeySpec size(Text path, Field field, Text default_text, Range range, Text doc);
[[nodiscard]] KeySpec time_ms(Text path, Field field, Text default_text, Range range, Text doc);
[[nodiscard]] KeySpec time_s(Text path, Field field, Text default_text, Range range, Text doc);

// The same key, also read from this environment variable of the operators' guide.
[[nodiscard]] KeySpec also_variable(Text name, KeySpec key);
// The same key, with this flag in place of the derived one.
[[nodiscard]] KeySpec with_flag(Text name, KeySpec key);

[[nodiscard]] std::vector<KeySpec> identity_rows();
[[nodiscard]] std::vector<KeySpec> network_rows();
[[nodiscard]] std::vector<KeySpec> rpc_listener_rows();
[[nodiscard]] std::vector<KeySpec> rpc_size_rows();
[[nodiscard]] std::vector<KeySpec> rpc_time_rows();
[[nodiscard]] std::vector<KeySpec> quota_rows();
[[nodiscard]] std::vector<KeySpec> operations_rows();
[[nodiscard]] std::vector<KeySpec> key_provider_rows();
[[nodiscard]] std::vector<KeySpec> consensus_rows();
[[nodiscard]] std::vector<KeySpec> resource_rows();

}  // namespace vitalstream::node
