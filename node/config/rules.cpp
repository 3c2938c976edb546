#include "node/config/rules.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "node/config/key_rules.hpp"

namespace vitalstream::node {
namespace {

using Broken = std::vector<BrokenRule>;

bool all_loopback(const std::vector<Endpoint>& endpoints) {
  return std::all_of(endpoints.begin(), endpoints.end(), is_loopback);
}

// Whether a listener can be bound to it without asking anybody.
bool is_own_address(const Endpoint& endpoint) {
  in_addr v4{};
  in6_addr v6{};
  return endpoint.host == "localhost" || inet_pton(AF_INET, endpoint.host.c_str(), &v4) == 1 ||
         inet_pton(AF_INET6, endpoint.host.c_str(), &v6) == 1;
}

void check_peer_listeners(const std::vector<Endpoint>& listen, Broken& broken) {
  if (listen.empty()) {
    broken.push_back({"network.listen", "name at least one address for peers", {}});
  }
  if (!std::all_of(listen.begin(), listen.end(), is_own_address)) {
    broken.push_back({"network.listen",
                      "a name is not resolved here: write an address of this machine, or [::] for "
                      "all of them",
                      {}});
  }
}

void check_peers(const Config& config, Broken& broken) {
  std::vector<std::string_view> names;
  for (const PeerEntry& peer : config.network.peers) {
    if (std::find(names.begin(), names.end(), peer.validator) != names.end()) {
      broken.push_back({"network.peers",
                        "a validator stands here twice: give all its addresses in one entry",
                        {}});
      return;
    }
    names.push_back(peer.validator);
  }
}

bool is_everywhere(std::string_view host) { return host == "0.0.0.0" || host == "::"; }

// Whether the second of the two could not be bound beside the first, as far as their texts tell.
bool clash(const Endpoint& left, const Endpoint& right) {
  return left.port != 0 && left.port == right.port &&
         (left.host == right.host || is_everywhere(left.host) || is_everywhere(right.host));
}

bool any_clash(const std::vector<Endpoint>& left, const std::vector<Endpoint>& right) {
  return std::any_of(left.begin(), left.end(), [&](const Endpoint& one) {
    return std::any_of(right.begin(), right.end(),
                       [&](const Endpoint& other) { return clash(one, other); });
  });
}

void check_ports(const Config& config, Broken& broken) {
  if (any_clash(config.network.listen, config.rpc.listen)) {
    broken.push_back({"rpc.listen",
                      "network.listen has the same port at the same address: write another",
                      {"network.listen"}});
  }
  if (any_clash(config.network.listen, config.ops.listen) ||
      any_clash(config.rpc.listen, config.ops.listen)) {
    broken.push_back({"ops.listen",
                      "network.listen or rpc.listen has the same port at the same address: write "
                      "another",
                      {"network.listen", "rpc.listen"}});
  }
}

void check_rpc_tls(const RpcConfig& rpc, Broken& broken) {
  if (rpc.tls.certificate_file.empty() != rpc.tls.key_file.empty()) {
    broken.push_back({"rpc.tls.certificate_file",
                      "a certificate and its key go together: set both, or neither",
                      {"rpc.tls.key_file"}});
  }
  if (!rpc.tls.client_ca_file.empty() && rpc.tls.certificate_file.empty()) {
    broken.push_back({"rpc.tls.client_ca_file",
                      "client certificates need TLS: set rpc.tls.certificate_file and key_file",
                      {"rpc.tls.certificate_file"}});
  }
  const bool demands_certificates =
      !rpc.tls.certificate_file.empty() && !rpc.tls.client_ca_file.empty();
  if (!all_loopback(rpc.listen) && !demands_certificates && !rpc.unsafe_open) {
    broken.push_back(
        {"rpc.listen",
         "beyond loopback, TLS that demands client certificates is needed: set "
         "rpc.tls.certificate_file, key_file and client_ca_file, or listen on 127.0.0.1",
         {"rpc.tls.certificate_file", "rpc.tls.client_ca_file", "rpc.unsafe_open"}});
  }
}

// A name with a port or a scheme would be compared with hosts and never be one.
bool is_plain_host(const std::string& text) {
  const bool bracketed = text.starts_with('[') && text.ends_with(']');
  return bracketed || text.find_first_of(":/ ") == std::string::npos;
}

void check_allowed_hosts(const RpcConfig& rpc, Broken& broken) {
  if (!std::all_of(rpc.allowed_hosts.begin(), rpc.allowed_hosts.end(), is_plain_host)) {
    broken.push_back({"rpc.allowed_hosts",
                      "write host names alone, without scheme and port; IPv6 addresses in brackets",
                      {}});
  }
}

void check_consensus(const ConsensusConfig& consensus, Broken& broken) {
  if (consensus.delta_floor > consensus.delta_cap) {
    broken.push_back({"consensus.delta_floor_ms",
                      "the floor must not exceed consensus.delta_cap_ms",
                      {"consensus.delta_cap_ms"}});
  }
  if (consensus.skip_timeout < consensus.delta_floor * 2) {
    broken.push_back({"consensus.skip_timeout_ms",
                      "at least twice consensus.delta_floor_ms, or live leaders are skipped",
                      {"consensus.delta_floor_ms"}});
  }
}

}  // namespace

std::vector<BrokenRule> broken_rules(const Config& config) {
  Broken broken;
  check_peer_listeners(config.network.listen, broken);
  check_peers(config, broken);
  check_rpc_tls(config.rpc, broken);
  check_allowed_hosts(config.rpc, broken);
  check_ports(config, broken);
  check_keys(config.keys, broken);
  check_consensus(config.consensus, broken);
  return broken;
}

}  // namespace vitalstream::node
