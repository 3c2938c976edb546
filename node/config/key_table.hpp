#pragma once
// The one table of configuration keys. Reading, checking, printing, the JSON Schema and the
// reference page are all derived from its rows, so that they cannot disagree.

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "node/config/config.hpp"

namespace vitalstream::node {

template <class T>
using FieldOf = T& (*)(Config&);

// Where in Config a key's value lives. The alternative says how it is written and checked.
using Field =
    std::variant<FieldOf<bool>, FieldOf<std::uint64_t>, FieldOf<Duration>, FieldOf<std::string>,
                 FieldOf<std::filesystem::path>, FieldOf<GenesisHash>,
                 FieldOf<std::vector<Endpoint>>, FieldOf<std::vector<std::string>>,
                 FieldOf<std::vector<PeerEntry>>, FieldOf<SecretReference>,
                 FieldOf<KeyProviderKind>, FieldOf<SigningMode>,
                 FieldOf<crypto::provider::TokenWrapping>, FieldOf<crypto::provider::VaultAuth>,
                 FieldOf<crypto::provider::AzureAuth>, FieldOf<LogLevel>, FieldOf<LogFormat>>;

enum class Unit { None, Bytes, Milliseconds, Seconds };

enum class Need { Optional, Required };

struct KeySpec {
  std::string_view path;  // dotted, as in the file: "rpc.listen"
  Field field;
  std::string_view default_text;  // as one would write it in the file; empty: none
  std::string_view doc;
  Need need = Need::Optional;
  Unit unit = Unit::None;
  std::uint64_t least = 0;  // of numbers, in `unit`
  std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::string_view> choices = {};          // in the order of the enumerators
  std::vector<std::string_view> other_variables = {};  // environment names of the operators' guide
  std::string_view other_flag = {};
};

// In the order in which the keys are printed and documented.
[[nodiscard]] std::span<const KeySpec> key_table();

// Null if no key has this path.
[[nodiscard]] const KeySpec* find_key(std::string_view path);

// VITALSTREAM_RPC_LISTEN for rpc.listen.
[[nodiscard]] std::string variable_name(const KeySpec& key);

// --rpc-listen for rpc.listen, unless the key has a name of its own.
[[nodiscard]] std::string flag_name(const KeySpec& key);

// "ms" for Milliseconds, and so on.
[[nodiscard]] std::string_view to_string(Unit unit);

// How many microseconds one unit of a Duration key is.
[[nodiscard]] std::int64_t microseconds_per(Unit unit);

}  // namespace vitalstream::node
