#pragma once
// Config: every setting of a node, typed, checked and with its defaults filled in. Made only by
// `load` (load.hpp); the meaning, unit and default of each field stand in one place, key_table.cpp,
// and in docs/configuration.md, which is generated from there. A plain value, usable anywhere.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/chain.hpp"
#include "base/time.hpp"
#include "crypto/provider/provider_options.hpp"
#include "node/config/endpoint.hpp"

namespace vitalstream::node {

using crypto::provider::SecretReference;

struct IdentityConfig {
  std::uint64_t id = 0;
};

struct GenesisConfig {
  std::filesystem::path file;
  GenesisHash hash;
};

// Where another validator is dialled. Who it is, its certificate says.
struct PeerEntry {
  std::string validator;  // its name in genesis, or its id in decimal
  std::vector<Endpoint> addresses;

  friend bool operator==(const PeerEntry&, const PeerEntry&) = default;
};

struct NetworkConfig {
  std::vector<Endpoint> listen;
  std::vector<PeerEntry> peers;
  std::filesystem::path certificate_file;
  std::filesystem::path key_file;
  std::filesystem::path ca_file;
  std::uint64_t connections_max = 0;
  std::uint64_t outbound_queue_bytes_max = 0;
  Duration handshake_timeout;
  Duration idle_timeout;
  Duration reconnect_delay_max;
};

struct RpcTlsConfig {
  std::filesystem::path certificate_file;
  std::filesystem::path key_file;
  std::filesystem::path client_ca_file;
};

struct RpcConfig {
  std::vector<Endpoint> listen;
  RpcTlsConfig tls;
  std::vector<std::string> allowed_hosts;
  bool unsafe_open = false;
  std::uint64_t body_bytes_max = 0;
  std::uint64_t header_bytes_max = 0;
  std::uint64_t response_bytes_max = 0;
  std::uint64_t batch_calls_max = 0;
  std::uint64_t json_depth_max = 0;
  std::uint64_t in_flight_max = 0;
  std::uint64_t connections_max = 0;
  std::uint64_t query_threads = 0;
  Duration handshake_timeout;
  Duration header_timeout;
  Duration body_timeout;
  Duration idle_timeout;
  std::filesystem::path revocation_db;
};

struct OpsConfig {
  std::vector<Endpoint> listen;
};

enum class KeyProviderKind { Local, Pkcs11, Vault, AwsKms, AzureKeyVault };

// Who signs votes: the provider's key each of them, or a key in memory that it delegates to.
enum class SigningMode { Direct, Delegated };

struct KeysConfig {
  KeyProviderKind provider = KeyProviderKind::Local;
  SigningMode signing = SigningMode::Direct;
  Duration seal_interval;  // of final blocks, where votes are signed by delegation
  crypto::provider::LocalOptions local;
  crypto::provider::Pkcs11Options pkcs11;
  crypto::provider::VaultOptions vault;
  crypto::provider::AwsKmsOptions aws_kms;
  crypto::provider::AzureKeyVaultOptions azure_key_vault;
};

struct ConsensusConfig {
  Duration delta_floor;
  Duration delta_cap;
  Duration heartbeat;
  Duration skip_timeout;
  Duration retry;
};

struct LanesConfig {
  std::uint64_t batch_bytes = 0;
  Duration close_delay_max;
};

// Of one member at this node, and of one sender's signatures that do not verify.
struct QuotasConfig {
  std::uint64_t member_tx_per_second = 0;
  std::uint64_t member_tx_burst = 0;
  std::uint64_t member_bytes_per_second = 0;
  std::uint64_t member_bytes_burst = 0;
  std::uint64_t failed_checks_per_second = 0;
};

struct VerifyConfig {
  std::uint64_t threads = 0;
};

struct RocksDbConfig {
  std::uint64_t max_open_files = 0;
  std::uint64_t block_cache_bytes = 0;
  std::uint64_t write_buffer_bytes = 0;
};

struct StorageConfig {
  std::uint64_t data_key_days = 0;
  std::uint64_t free_space_min_percent = 0;
  std::uint64_t free_space_min_bytes = 0;
  std::uint64_t scrub_bytes_per_second = 0;
  RocksDbConfig rocksdb;
};

enum class LogLevel { Trace, Debug, Info, Warn, Error };
enum class LogFormat { Json, Text };

struct LogConfig {
  LogLevel level = LogLevel::Info;
  LogFormat format = LogFormat::Json;
};

struct Config {
  IdentityConfig node;
  std::filesystem::path data_dir;
  GenesisConfig genesis;
  NetworkConfig network;
  RpcConfig rpc;
  OpsConfig ops;
  KeysConfig keys;
  ConsensusConfig consensus;
  LanesConfig lanes;
  QuotasConfig quotas;
  VerifyConfig verify;
  StorageConfig storage;
  LogConfig log;
};

}  // namespace vitalstream::node
