#include "node/config/field_read.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "node/config/yaml_document.hpp"

namespace vitalstream::node {
namespace {

// What the key refuses `text` with; empty if it takes it.
std::string refusal(const char* path, std::string_view text, Config& config) {
  const KeySpec& key = *find_key(path);
  return read_field(config, key, raw_from_text(key, text)).value_or("");
}

std::string refusal(const char* path, std::string_view text) {
  Config config;
  return refusal(path, text, config);
}

TEST(ReadField, NumbersKeepTheirRange) {
  Config config;
  EXPECT_EQ(refusal("rpc.json_depth_max", "8", config), "");
  EXPECT_EQ(config.rpc.json_depth_max, 8U);
  EXPECT_EQ(refusal("rpc.json_depth_max", "64", config), "");
  EXPECT_EQ(refusal("rpc.json_depth_max", "7"), "write a number from 8 to 64");
  EXPECT_EQ(refusal("rpc.json_depth_max", "65"), "write a number from 8 to 64");
}

TEST(ReadField, NumbersAreDecimalDigitsOnly) {
  for (const char* text : {"",
                           "-8",
                           "+8",
                           "8.0",
                           "0x10",
                           "1e1",
                           " 8",
                           "8 ",
                           "8KiB",
                           "eight",
                           "99999999999999999999999",
                           "010",
                           "08",
                           "0o17",
                           "0b1000",
                           "1_0",
                           ".inf",
                           ".NaN",
                           "~",
                           "null",
                           "8,5",
                           "0:10",
                           "1:00:10"}) {
    EXPECT_NE(refusal("rpc.json_depth_max", text), "") << text;
  }
}

TEST(ReadField, SizesMayCarryABinaryUnit) {
  Config config;
  EXPECT_EQ(refusal("rpc.body_bytes_max", "4096", config), "");
  EXPECT_EQ(config.rpc.body_bytes_max, 4096U);
  EXPECT_EQ(refusal("rpc.body_bytes_max", "3KiB", config), "");
  EXPECT_EQ(config.rpc.body_bytes_max, 3072U);
  EXPECT_EQ(refusal("storage.rocksdb.block_cache_bytes", "2GiB", config), "");
  EXPECT_EQ(config.storage.rocksdb.block_cache_bytes, 2ULL << 30);
  for (const char* text : {"1MB", "1M", "KiB", "1 KiB", "18446744073709551615GiB"}) {
    EXPECT_NE(refusal("rpc.body_bytes_max", text), "") << text;
  }
}

TEST(ReadField, TimesAreInTheUnitOfTheKey) {
  Config config;
  EXPECT_EQ(refusal("consensus.delta_floor_ms", "50", config), "");
  EXPECT_EQ(config.consensus.delta_floor, milliseconds(50));
  EXPECT_EQ(refusal("consensus.heartbeat_s", "10", config), "");
  EXPECT_EQ(config.consensus.heartbeat, seconds(10));
  EXPECT_EQ(refusal("consensus.delta_floor_ms", "0"), "write a number from 1 to 60000 ms");
  EXPECT_NE(refusal("consensus.delta_floor_ms", "50ms"), "");
}

TEST(ReadField, FlagsAreTrueOrFalse) {
  Config config;
  EXPECT_EQ(refusal("rpc.unsafe_open", "true", config), "");
  EXPECT_TRUE(config.rpc.unsafe_open);
  EXPECT_EQ(refusal("rpc.unsafe_open", "false", config), "");
  EXPECT_FALSE(config.rpc.unsafe_open);
  for (const char* text : {"", "yes", "1", "True"}) {
    EXPECT_EQ(refusal("rpc.unsafe_open", text), "write true or false") << text;
  }
}

TEST(ReadField, ChoicesAreOneOfTheirNames) {
  Config config;
  EXPECT_EQ(refusal("keys.provider", "azure_key_vault", config), "");
  EXPECT_EQ(config.keys.provider, KeyProviderKind::AzureKeyVault);
  EXPECT_EQ(refusal("log.level", "error", config), "");
  EXPECT_EQ(config.log.level, LogLevel::Error);
  EXPECT_EQ(refusal("log.format", "xml"), "write one of json, text");
}

TEST(ReadField, TheGenesisHashIs64HexadecimalDigits) {
  Config config;
  const std::string text(64, 'a');
  EXPECT_EQ(refusal("genesis.hash", text, config), "");
  EXPECT_EQ(to_hex(config.genesis.hash.view()), text);
  EXPECT_NE(refusal("genesis.hash", std::string(63, 'a')), "");
  EXPECT_NE(refusal("genesis.hash", std::string(66, 'a')), "");
  EXPECT_NE(refusal("genesis.hash", std::string(64, 'g')), "");
}

TEST(ReadField, ListsAreWrittenWithBracketsOrCommas) {
  Config config;
  EXPECT_EQ(refusal("rpc.listen", "127.0.0.1:1,[::1]:2", config), "");
  EXPECT_EQ(config.rpc.listen, (std::vector<Endpoint>{{"127.0.0.1", 1}, {"::1", 2}}));
  EXPECT_EQ(refusal("rpc.allowed_hosts", "[a.example, b.example]", config), "");
  EXPECT_EQ(config.rpc.allowed_hosts, (std::vector<std::string>{"a.example", "b.example"}));
  EXPECT_EQ(refusal("rpc.allowed_hosts", "[]", config), "");
  EXPECT_TRUE(config.rpc.allowed_hosts.empty());
}

TEST(ReadField, AListBeginningWithAnIpv6AddressIsWrittenQuotedInBrackets) {
  Config config;
  EXPECT_EQ(refusal("rpc.listen", "[\"[::1]:2\"]", config), "");
  EXPECT_EQ(config.rpc.listen, (std::vector<Endpoint>{{"::1", 2}}));
}

TEST(ReadField, ASingleIpv6EndpointNeedsNoQuotes) {
  Config config;
  EXPECT_EQ(refusal("rpc.listen", "[::1]:2", config), "");
  EXPECT_EQ(config.rpc.listen, (std::vector<Endpoint>{{"::1", 2}}));
}

TEST(ReadField, ListsRefuseWrongAndRepeatedItems) {
  EXPECT_NE(refusal("rpc.listen", "127.0.0.1"), "");
  EXPECT_NE(refusal("rpc.listen", "[[a], b]"), "");
  EXPECT_EQ(refusal("rpc.listen", "a:1,a:1"), "an item is given twice");
  EXPECT_NE(refusal("rpc.allowed_hosts", "[a, {b: c}]"), "");
  std::string many = "h0";
  for (int i = 1; i <= 1'000; ++i) {
    many += ",h" + std::to_string(i);
  }
  EXPECT_EQ(refusal("rpc.allowed_hosts", many), "the list has more than 1000 items");
}

TEST(ReadField, PeersNameTheirValidatorAndAddresses) {
  Config config;
  EXPECT_EQ(
      refusal("network.peers",
              "[{validator: clinic-a, addresses: [\"a.example:30303\", \"[::1]:2\"]}]", config),
      "");
  ASSERT_EQ(config.network.peers.size(), 1U);
  EXPECT_EQ(config.network.peers[0].validator, "clinic-a");
  EXPECT_EQ(config.network.peers[0].addresses,
            (std::vector<Endpoint>{{"a.example", 30303}, {"::1", 2}}));
}

TEST(ReadField, PeersRefuseWhatCannotBeDialled) {
  for (const char* text :
       {"[a]", "[{validator: a}]", "[{validator: a, addresses: []}]",
        "[{validator: a, addresses: [\"b:0\"]}]", "[{validator: \"\", addresses: [\"b:1\"]}]",
        "[{validator: a, address: [\"b:1\"]}]", "[{validator: a, addresses: \"b:1\"}]",
        "[{validator: [a], addresses: [\"b:1\"]}]", "[{validator: a, addresses: [\"b\"]}]"}) {
    EXPECT_NE(refusal("network.peers", text), "") << text;
  }
}

TEST(ReadField, SingleValuesRefuseListsAndSections) {
  Config config;
  const KeySpec& key = *find_key("log.level");
  EXPECT_EQ(read_field(config, key, *parse_yaml("[info]")), "write a single value");
  EXPECT_EQ(read_field(config, key, *parse_yaml("{a: b}")), "write a single value");
}

TEST(ReadField, TextsAndPathsAreNotEmpty) {
  EXPECT_NE(refusal("keys.aws_kms.region", ""), "");
  EXPECT_NE(refusal("data_dir", ""), "");
  EXPECT_NE(refusal("data_dir", std::string_view{"a\0b", 3}), "");
  EXPECT_NE(refusal("data_dir", std::string(5'000, 'a')), "");
}

TEST(ReadField, ARefusedValueLeavesTheFieldAlone) {
  Config config;
  config.rpc.json_depth_max = 9;
  config.rpc.allowed_hosts = {"kept"};
  EXPECT_NE(refusal("rpc.json_depth_max", "1000", config), "");
  EXPECT_NE(refusal("rpc.allowed_hosts", "x,x", config), "");
  EXPECT_EQ(config.rpc.json_depth_max, 9U);
  EXPECT_EQ(config.rpc.allowed_hosts, (std::vector<std::string>{"kept"}));
}

TEST(ResolvePath, TakesRelativePathsFromTheFolder) {
  Config config;
  config.data_dir = "data/../ledger";
  resolve_path(config, *find_key("data_dir"), "/etc/vs");
  EXPECT_EQ(config.data_dir, "/etc/vs/ledger");
  resolve_path(config, *find_key("data_dir"), "/elsewhere");
  EXPECT_EQ(config.data_dir, "/etc/vs/ledger");
  resolve_path(config, *find_key("rpc.tls.key_file"), "/etc/vs");
  EXPECT_EQ(config.rpc.tls.key_file, "");
}

}  // namespace
}  // namespace vitalstream::node
