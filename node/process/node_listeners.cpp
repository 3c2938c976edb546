// The three listeners of a node: peers, applications, operators.
#include <utility>

#include "base/result.hpp"
#include "net/wire/limits.hpp"
#include "node/ground/build_info.hpp"
#include "node/process/node_parts.hpp"

namespace vitalstream::node {
namespace {

net::HostPort host_port(const Endpoint& endpoint) { return {endpoint.host, endpoint.port}; }

net::PeerIdentity identity_of(const ledger::GenesisValidator& validator) {
  return {net::PeerId{validator.id.value()}, validator.name, validator.host,
          net::SpkiHash{validator.issuer_key.value()}};
}

bool names(const PeerEntry& entry, const ledger::GenesisValidator& validator) {
  return entry.validator == validator.name ||
         entry.validator == std::to_string(validator.id.value());
}

// Every other validator of genesis may connect; those that the configuration names are dialled.
Result<std::vector<net::PeerConfig>, SetupFailure> peers_of(const Node::Parts& parts) {
  const auto& validators = parts.genesis.genesis.document.validators;
  std::vector<net::PeerConfig> peers;
  for (const ledger::GenesisValidator& validator : validators) {
    if (validator.id != parts.genesis.own.id) {
      peers.push_back({identity_of(validator), {}});
    }
  }
  for (const PeerEntry& entry : parts.config.network.peers) {
    bool found = false;
    for (std::size_t i = 0, peer = 0; i < validators.size(); ++i) {
      if (validators[i].id == parts.genesis.own.id) {
        continue;
      }
      if (names(entry, validators[i])) {
        found = true;
        for (const Endpoint& address : entry.addresses) {
          peers[peer].dial_addresses.push_back(host_port(address));
        }
      }
      ++peer;
    }
    if (!found) {
      return SetupFailure{"network.peers: " + entry.validator +
                          " is no other validator of genesis"};
    }
  }
  return peers;
}

net::RpcServerOptions rpc_options(Node::Parts& parts) {
  const RpcConfig& config = parts.config.rpc;
  net::RpcServerOptions options;
  for (const Endpoint& endpoint : config.listen) {
    options.listen.push_back({endpoint.host, endpoint.port});
  }
  if (!config.tls.certificate_file.empty()) {
    options.tls =
        net::RpcTlsFiles{config.tls.certificate_file.string(), config.tls.key_file.string(),
                         config.tls.client_ca_file.string()};
  }
  options.open = config.unsafe_open ? net::UnsafeOpen::Accepted : net::UnsafeOpen::Refused;
  options.rules.host_names = config.allowed_hosts;
  options.limits = parts.service->limits();
  options.version = std::string(version());
  options.report = [&log = parts.log](std::string_view text) {
    log.warn("rpc", {{"text", std::string(text)}});
  };
  return options;
}

}  // namespace

net::RpcLimits rpc_limits(const Config& config) {
  const auto in_ms = [](Duration length) {
    return std::chrono::milliseconds(length.value() / 1000);
  };
  net::RpcLimits limits;
  limits.head_bytes_max = config.rpc.header_bytes_max;
  limits.body_bytes_max = config.rpc.body_bytes_max;
  limits.response_bytes_max = config.rpc.response_bytes_max;
  limits.batch_max = config.rpc.batch_calls_max;
  limits.json_depth_max = config.rpc.json_depth_max;
  limits.in_flight_max = config.rpc.in_flight_max;
  limits.connections_max = config.rpc.connections_max;
  limits.handshake_deadline = in_ms(config.rpc.handshake_timeout);
  limits.head_deadline = in_ms(config.rpc.header_timeout);
  limits.body_deadline = in_ms(config.rpc.body_timeout);
  limits.idle_deadline = in_ms(config.rpc.idle_timeout);
  return limits;
}

Result<void, SetupFailure> open_link(Node::Parts& parts) {
  VS_TRY(peers, peers_of(parts));
  const NetworkConfig& config = parts.config.network;
  net::PeerNetworkOptions options;
  options.self = identity_of(parts.genesis.own);
  options.chain = parts.genesis.genesis.document.chain;
  options.genesis = parts.genesis.genesis.hash;
  for (const Endpoint& endpoint : config.listen) {
    options.listen_addresses.push_back(host_port(endpoint));
  }
  options.certificates = {config.certificate_file, config.key_file, config.ca_file};
  options.peers = std::move(peers);
  options.limits.message_bytes_max = net::kMessageBytesMax;
  auto link = P2pLink::open(
      parts.network_thread.context().get_executor(), std::move(options),
      {.desk = parts.desk, .inbox = *parts.inbox, .connected = *parts.connected, .log = parts.log});
  if (!link) {
    return SetupFailure{"peer network: " + link.error().detail};
  }
  parts.link = std::move(*link);
  return {};
}

void make_listeners(Node::Parts& parts) {
  parts.rpc = std::make_unique<net::RpcServer>(parts.intake_thread.context().get_executor(),
                                               *parts.service, rpc_options(parts));
  parts.ops = std::make_unique<NodeOps>(parts);
  net::OpsServerOptions ops;
  for (const Endpoint& endpoint : parts.config.ops.listen) {
    ops.listen.push_back({endpoint.host, endpoint.port});
  }
  parts.ops_server = std::make_unique<net::OpsServer>(parts.ops_thread.context().get_executor(),
                                                      *parts.ops, std::move(ops));
}

}  // namespace vitalstream::node
