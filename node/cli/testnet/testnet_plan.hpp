#pragma once
// The files of a network on one machine: an authority per organisation, a certificate and a key per
// validator, genesis with enrolled client keys, one configuration each. For demos, tests and
// benchmarks: each validator's passphrase lies beside the key that it seals.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::cli {

// Who signs votes (`keys.signing`); mixed: every second validator delegates.
enum class TestnetSigning { Direct, Delegated, Mixed };

struct TestnetPlan {
  std::filesystem::path folder;
  std::string chain = "testnet-1";
  std::uint32_t validators = 4;
  std::uint32_t clients = 10;
  // Validator i (from 0) takes base_port + 10 i for peers, +1 for the RPC, +2 for operations.
  std::uint16_t base_port = 30'300;
  // Every how many-th validator signs with P-256 instead of Ed25519; 0: none.
  std::uint32_t p256_every = 0;
  // Of those with key files.
  TestnetSigning signing = TestnetSigning::Direct;
  // Validator (from 1) to a configuration whose section `keys` says where its key is; the others
  // get key files.
  std::map<std::uint32_t, std::filesystem::path> key_configs;
  UnixMs now;
};

struct TestnetValidator {
  std::uint32_t id = 0;
  std::filesystem::path config;
  std::uint16_t rpc_port = 0;
  std::uint16_t ops_port = 0;
};

struct Testnet {
  std::string genesis_hash;
  std::vector<TestnetValidator> validators;
};

struct TestnetFailure {
  std::string reason;
};

// Writes everything into a folder that does not exist yet, data directories included.
[[nodiscard]] Result<Testnet, TestnetFailure> write_testnet(const TestnetPlan& plan);

}  // namespace vitalstream::cli
