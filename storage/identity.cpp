#include "storage/identity.hpp"

#include <boost/json.hpp>

#include "base/byte_writer.hpp"
#include "base/hex.hpp"

namespace vitalstream::storage {
namespace {

namespace json = boost::json;

constexpr std::string_view kChain = "chain_id";
constexpr std::string_view kGenesis = "genesis_hash";
constexpr std::string_view kNode = "node_id";
constexpr std::string_view kVersion = "format_version";
constexpr std::size_t kMembers = 4;

std::optional<std::string> text_member(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains(name);
  if (member == nullptr || !member->is_string()) {
    return std::nullopt;
  }
  return std::string(member->get_string());
}

std::optional<std::uint32_t> version_member(const json::object& object) {
  const json::value* member = object.if_contains(kVersion);
  if (member == nullptr || !member->is_int64() || member->get_int64() < 0 ||
      member->get_int64() > UINT32_MAX) {
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(member->get_int64());
}

}  // namespace

std::string to_json(const Identity& identity) {
  const json::object object{{kChain, identity.chain.value()},
                            {kGenesis, to_hex(identity.genesis.view())},
                            {kNode, identity.node.value()},
                            {kVersion, identity.format_version}};
  return json::serialize(object) + "\n";
}

std::optional<Identity> identity_from_json(std::string_view text) {
  json::error_code error;
  const json::value parsed = json::parse(text, error);
  if (error || !parsed.is_object() || parsed.get_object().size() != kMembers) {
    return std::nullopt;
  }
  const json::object& object = parsed.get_object();
  const auto chain = text_member(object, kChain);
  const auto node = text_member(object, kNode);
  const auto version = version_member(object);
  const auto genesis_text = text_member(object, kGenesis);
  const auto genesis_bytes = genesis_text ? from_hex(*genesis_text) : std::nullopt;
  const auto genesis = genesis_bytes ? GenesisHash::from(*genesis_bytes) : std::nullopt;
  if (!chain || !node || !version || !genesis) {
    return std::nullopt;
  }
  return Identity{.chain = ChainId(*chain),
                  .genesis = *genesis,
                  .node = NodeId(*node),
                  .format_version = *version};
}

Bytes journal_identity(const Identity& identity) {
  ByteWriter writer;
  writer.var16(as_bytes(identity.chain.value()));
  writer.digest(identity.genesis);
  writer.var16(as_bytes(identity.node.value()));
  return writer.take();
}

}  // namespace vitalstream::storage
