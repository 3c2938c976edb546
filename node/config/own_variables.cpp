#include "node/config/own_variables.hpp"

#include <algorithm>
#include <array>

#include "node/config/edit_distance.hpp"
#include "node/config/key_table.hpp"

namespace vitalstream::node {
namespace {

constexpr std::string_view kPrefix = "VITALSTREAM_";
// A variable this near to a known one is a slip of the pen wherever it stands.
constexpr std::size_t kSlipMax = 2;

constexpr std::array<std::string_view, 3> kProtocols{"TCP", "UDP", "SCTP"};
constexpr std::array<std::string_view, 3> kSchemes{"tcp://", "udp://", "sctp://"};
constexpr std::array<std::string_view, 4> kLinkEnds{"", "_PROTO", "_PORT", "_ADDR"};

// "…_PORT_8545_TCP", alone or with one of the ends.
bool is_port_link(std::string_view name) {
  constexpr std::string_view kPort = "_PORT_";
  const auto at = name.find(kPort);
  if (at == std::string_view::npos) {
    return false;
  }
  std::string_view rest = name.substr(at + kPort.size());
  const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  rest.remove_prefix(digits);
  return digits > 0 && std::ranges::any_of(kProtocols, [&](std::string_view protocol) {
           return std::ranges::any_of(kLinkEnds, [&](std::string_view end) {
             return rest == "_" + std::string(protocol) + std::string(end);
           });
         });
}

// "VITALSTREAM_RPC_" for rpc.listen; nothing for a key that is in no section.
std::string section_prefix(const KeySpec& key) {
  const std::string name = variable_name(key);
  const auto dot = key.path.find('.');
  return dot == std::string_view::npos ? std::string{} : name.substr(0, kPrefix.size() + dot + 1);
}

bool is_in_a_section(std::string_view name) {
  return std::ranges::any_of(key_table(), [name](const KeySpec& key) {
    const std::string prefix = section_prefix(key);
    return !prefix.empty() && name.starts_with(prefix);
  });
}

}  // namespace

bool is_service_link(std::string_view name, std::string_view value) {
  const bool is_service = name.ends_with("_SERVICE_HOST") || name.ends_with("_SERVICE_PORT") ||
                          name.find("_SERVICE_PORT_") != std::string_view::npos;
  const bool is_port =
      name.ends_with("_PORT") && std::ranges::any_of(kSchemes, [value](std::string_view scheme) {
        return value.starts_with(scheme);
      });
  return is_service || is_port || is_port_link(name);
}

Problems misspelt_variables(const std::map<std::string, std::string>& environment,
                            const std::vector<std::string>& referenced) {
  std::vector<std::string> known;
  for (const KeySpec& key : key_table()) {
    known.push_back(variable_name(key));
  }
  const std::vector<std::string_view> candidates{known.begin(), known.end()};
  Problems problems;
  for (const auto& [name, value] : environment) {
    if (!name.starts_with(kPrefix) || std::ranges::find(known, name) != known.end() ||
        std::ranges::find(referenced, name) != referenced.end() || is_service_link(name, value)) {
      continue;
    }
    const std::string_view best = nearest(name, candidates);
    if (edit_distance(name, best) <= kSlipMax || is_in_a_section(name)) {
      problems.push_back({.key = {},
                          .value = {},
                          .advice = "unknown variable; the nearest known one is " +
                                    std::string{best} + ": correct or unset it",
                          .origin = "environment variable " + name});
    }
  }
  return problems;
}

}  // namespace vitalstream::node
