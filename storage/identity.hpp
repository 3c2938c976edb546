#pragma once
// Identity: whose data a directory holds. It is written once, when the directory is made, and
// compared at every start, so that a node never signs on top of another one's history.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/chain.hpp"
#include "base/strong.hpp"
#include "storage/limits.hpp"

namespace vitalstream::storage {

// The node's name within the network: a validator's lasting number or an observer's name, as text.
using NodeId = Strong<struct NodeIdTag, std::string>;

struct Identity {
  ChainId chain;
  GenesisHash genesis;
  NodeId node;
  std::uint32_t format_version = kFormatVersion;
  friend bool operator==(const Identity&, const Identity&) = default;
};

// The text of `identity.json`: one JSON object, for people too.
[[nodiscard]] std::string to_json(const Identity& identity);

// Nothing unless the text is such an object with exactly these members.
[[nodiscard]] std::optional<Identity> identity_from_json(std::string_view text);

// What the safety record carries of it: everything but the format version, which is the
// directory's.
[[nodiscard]] Bytes journal_identity(const Identity& identity);

}  // namespace vitalstream::storage
