#include "node/config/rules.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "minimal_config.hpp"

namespace vitalstream::node {
namespace {

// The keys that are wrong after `change` was made to a good configuration.
std::vector<std::string_view> broken_after(const std::function<void(Config&)>& change) {
  Config config = load(minimal_sources())->config;
  change(config);
  std::vector<std::string_view> keys;
  for (const BrokenRule& rule : broken_rules(config)) {
    keys.push_back(rule.key);
  }
  return keys;
}

using Keys = std::vector<std::string_view>;

TEST(Rules, TheLeastConfigurationBreaksNone) {
  EXPECT_EQ(broken_after([](Config&) {}), Keys{});
}

TEST(Rules, TwoListenersNeverHaveOnePortAtOneAddress) {
  const auto listening = [](std::vector<Endpoint> peers, std::vector<Endpoint> rpc,
                            std::vector<Endpoint> ops) {
    return [=](Config& config) {
      config.network.listen = peers;
      config.rpc.listen = rpc;
      config.ops.listen = ops;
    };
  };
  const Endpoint local{"127.0.0.1", 9000};
  const Endpoint other{"127.0.0.1", 9001};
  EXPECT_EQ(broken_after(listening({local}, {local}, {other})), Keys{"rpc.listen"});
  EXPECT_EQ(broken_after(listening({other}, {local}, {local})), Keys{"ops.listen"});
  EXPECT_EQ(broken_after(listening({{"::", 9000}}, {other}, {other, local})), Keys{"ops.listen"});
  EXPECT_EQ(broken_after(listening({{"0.0.0.0", 9001}}, {other}, {local})), Keys{"rpc.listen"});
  EXPECT_EQ(broken_after(listening({{"10.0.0.1", 9001}}, {other}, {local})), Keys{});
  EXPECT_EQ(broken_after(listening({{"127.0.0.1", 0}}, {{"127.0.0.1", 0}}, {{"127.0.0.1", 0}})),
            Keys{});
}

TEST(Rules, RpcBeyondLoopbackNeedsClientCertificates) {
  const auto open = [](Config& config) { config.rpc.listen.push_back({"0.0.0.0", 8545}); };
  EXPECT_EQ(broken_after(open), Keys{"rpc.listen"});
  EXPECT_EQ(broken_after([&](Config& config) {
              open(config);
              config.rpc.tls.certificate_file = "c";
              config.rpc.tls.key_file = "k";
            }),
            Keys{"rpc.listen"});
  EXPECT_EQ(broken_after([&](Config& config) {
              open(config);
              config.rpc.tls = {"c", "k", "ca"};
            }),
            Keys{});
}

TEST(Rules, UnsafeOpenLiftsTheDemandForClientCertificates) {
  EXPECT_EQ(broken_after([](Config& config) {
              config.rpc.listen = {{"::", 8545}};
              config.rpc.unsafe_open = true;
            }),
            Keys{});
}

TEST(Rules, AllowedHostsAreNamesAlone) {
  for (const char* host : {"node.example:8545", "https://node.example", "::1", "a b"}) {
    EXPECT_EQ(broken_after([host](Config& config) { config.rpc.allowed_hosts = {host}; }),
              Keys{"rpc.allowed_hosts"})
        << host;
  }
  EXPECT_EQ(broken_after([](Config& config) {
              config.rpc.allowed_hosts = {"node.example", "[2001:db8::1]", "10.0.0.1"};
            }),
            Keys{});
}

TEST(Rules, ACertificateAndItsKeyGoTogether) {
  EXPECT_EQ(broken_after([](Config& config) { config.rpc.tls.certificate_file = "c"; }),
            Keys{"rpc.tls.certificate_file"});
  EXPECT_EQ(broken_after([](Config& config) { config.rpc.tls.key_file = "k"; }),
            Keys{"rpc.tls.certificate_file"});
}

TEST(Rules, ClientCertificatesNeedTls) {
  EXPECT_EQ(broken_after([](Config& config) { config.rpc.tls.client_ca_file = "ca"; }),
            Keys{"rpc.tls.client_ca_file"});
}

TEST(Rules, TheLocalProviderNeedsAKeyFile) {
  EXPECT_EQ(broken_after([](Config& config) { config.keys.local.file.clear(); }),
            Keys{"keys.local.file"});
}

TEST(Rules, DeltasFloorIsAtMostItsCap) {
  EXPECT_EQ(broken_after([](Config& config) { config.consensus.delta_cap = milliseconds(49); }),
            Keys{"consensus.delta_floor_ms"});
  EXPECT_EQ(broken_after([](Config& config) { config.consensus.delta_cap = milliseconds(50); }),
            Keys{});
}

TEST(Rules, LiveLeadersAreNotSkipped) {
  EXPECT_EQ(broken_after([](Config& config) { config.consensus.skip_timeout = milliseconds(99); }),
            Keys{"consensus.skip_timeout_ms"});
  EXPECT_EQ(broken_after([](Config& config) { config.consensus.skip_timeout = milliseconds(100); }),
            Keys{});
}

TEST(Rules, PeersNeedSomewhereToDialAndEachValidatorStandsOnce) {
  EXPECT_EQ(broken_after([](Config& config) { config.network.listen.clear(); }),
            Keys{"network.listen"});
  EXPECT_EQ(broken_after([](Config& config) {
              config.network.listen = {{"peers.example", 1}};
            }),
            Keys{"network.listen"});
  EXPECT_EQ(broken_after([](Config& config) {
              config.network.listen = {{"localhost", 1}, {"10.0.0.1", 1}, {"::", 1}};
            }),
            Keys{});
  EXPECT_EQ(broken_after([](Config& config) {
              config.network.peers = {{"b", {{"b1", 1}}}, {"b", {{"b2", 1}}}};
            }),
            Keys{"network.peers"});
}

}  // namespace
}  // namespace vitalstream::node
