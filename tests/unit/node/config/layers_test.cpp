#include "node/config/layers.hpp"

#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

Layers layers_of(std::string file_text) {
  Sources sources;
  sources.file = "node.yaml";
  sources.file_text = std::move(file_text);
  return collect_layers(sources);
}

TEST(Layers, AFlagBeatsTheEnvironmentTheFileAndTheDefault) {
  Sources sources;
  sources.file = "node.yaml";
  EXPECT_EQ(collect_layers(sources).settings.at("log.level").value.text, "info");
  sources.file_text = "log:\n  level: warn\n";
  EXPECT_EQ(collect_layers(sources).settings.at("log.level").value.text, "warn");
  sources.environment["VITALSTREAM_LOG_LEVEL"] = "debug";
  EXPECT_EQ(collect_layers(sources).settings.at("log.level").value.text, "debug");
  sources.flags["log.level"] = "error";
  EXPECT_EQ(collect_layers(sources).settings.at("log.level").value.text, "error");
}

TEST(Layers, SaysWhereAValueCameFrom) {
  Sources sources;
  sources.file = "node.yaml";
  sources.file_text = "data_dir: a\nlog:\n  level: warn\n";
  sources.environment["HSM_PROVIDER"] = "local";
  sources.flags["rpc.unsafe_open"] = "true";
  const Layers layers = collect_layers(sources);
  EXPECT_EQ(layers.settings.at("log.level").origin, "node.yaml:3");
  EXPECT_EQ(layers.settings.at("keys.provider").origin, "environment variable HSM_PROVIDER");
  EXPECT_EQ(layers.settings.at("rpc.unsafe_open").origin, "flag --unsafe-open-rpc");
  EXPECT_EQ(layers.settings.at("log.format").origin, "");
}

TEST(Layers, ASecretInAnotherToolsVariableIsPointedToAndNotCopied) {
  Sources sources;
  sources.environment["VAULT_TOKEN"] = "hvs.secret";
  sources.environment["AZURE_CLIENT_SECRET"] = "file:oddly named secret";
  const Layers layers = collect_layers(sources);
  EXPECT_EQ(layers.settings.at("keys.vault.token").value.text, "env:VAULT_TOKEN");
  EXPECT_EQ(layers.settings.at("keys.azure_key_vault.client_secret").value.text,
            "env:AZURE_CLIENT_SECRET");
  sources.environment["VITALSTREAM_KEYS_VAULT_TOKEN"] = "file:token";
  EXPECT_EQ(collect_layers(sources).settings.at("keys.vault.token").value.text, "file:token");
}

TEST(Layers, OurOwnVariableBeatsTheNameOfTheOperatorsGuide) {
  Sources sources;
  sources.environment["ROCKSDB_MAX_OPEN_FILES"] = "100";
  EXPECT_EQ(collect_layers(sources).settings.at("storage.rocksdb.max_open_files").value.text,
            "100");
  sources.environment["VITALSTREAM_STORAGE_ROCKSDB_MAX_OPEN_FILES"] = "200";
  EXPECT_EQ(collect_layers(sources).settings.at("storage.rocksdb.max_open_files").value.text,
            "200");
}

TEST(Layers, AnEmptyVariableIsNotSet) {
  Sources sources;
  sources.environment["VITALSTREAM_LOG_LEVEL"] = "";
  EXPECT_EQ(collect_layers(sources).settings.at("log.level").layer, Layer::Default);
}

TEST(Layers, AnUnknownKeyIsRefusedWithTheNearestOne) {
  const Layers layers = layers_of("rpc:\n  lisen: [\"127.0.0.1:1\"]\n");
  ASSERT_EQ(layers.problems.size(), 1U);
  EXPECT_EQ(to_string(layers.problems[0]),
            "node.yaml:2: rpc.lisen: unknown key; the nearest known one is `rpc.listen`");
}

TEST(Layers, AnUnknownSectionIsRefusedOnce) {
  const Layers layers = layers_of("consensu:\n  delta_floor_ms: 1\n  delta_cap_ms: 2\n");
  ASSERT_EQ(layers.problems.size(), 1U);
  EXPECT_EQ(layers.problems[0].key, "consensu");
}

TEST(Layers, AnUnknownFlagIsRefused) {
  Sources sources;
  sources.flags["log.levle"] = "info";
  const Layers layers = collect_layers(sources);
  ASSERT_EQ(layers.problems.size(), 1U);
  EXPECT_EQ(layers.problems[0].advice, "unknown key; the nearest known one is `log.level`");
}

TEST(Layers, AValueInPlaceOfASectionIsRefused) {
  ASSERT_EQ(layers_of("rpc: 8545\n").problems.size(), 1U);
  ASSERT_EQ(layers_of("rpc: [a]\n").problems.size(), 1U);
  EXPECT_EQ(layers_of("rpc:\n").problems.size(), 0U);
}

TEST(Layers, AFileThatIsNoSectionIsRefused) {
  ASSERT_EQ(layers_of("- a\n- b\n").problems.size(), 1U);
  ASSERT_EQ(layers_of("just text").problems.size(), 1U);
}

TEST(Layers, AFileThatIsNoYamlIsRefusedWithItsLine) {
  const Layers layers = layers_of("rpc:\n  listen: [a\nlog: x\n");
  ASSERT_EQ(layers.problems.size(), 1U);
  EXPECT_NE(layers.problems[0].advice.find("not readable as YAML"), std::string::npos);
  EXPECT_TRUE(layers.problems[0].origin.starts_with("node.yaml:"));
}

TEST(Layers, AVariableThatIsNearlyKnownIsRefused) {
  Sources sources;
  sources.environment["VITALSTREAM_RPC_LISTEM"] = "127.0.0.1:1";
  const Layers layers = collect_layers(sources);
  ASSERT_EQ(layers.problems.size(), 1U);
  EXPECT_NE(layers.problems[0].advice.find("VITALSTREAM_RPC_LISTEN"), std::string::npos);
}

TEST(Layers, AVariableThatASecretPointsToIsTheOperatorsOwn) {
  Sources sources;
  sources.environment["VITALSTREAM_KEYS_PASS"] = "secret";
  EXPECT_EQ(collect_layers(sources).problems.size(), 1U);
  sources.file_text = "keys:\n  local:\n    passphrase: env:VITALSTREAM_KEYS_PASS\n";
  EXPECT_TRUE(collect_layers(sources).problems.empty());
}

TEST(Layers, VariablesOfOthersAreLeftAlone) {
  Sources sources;
  sources.environment = {{"VITALSTREAM_SERVICE_HOST", "10.0.0.1"},
                         {"VITALSTREAM_PORT_8545_TCP", "tcp://10.0.0.1:8545"},
                         {"VITALSTREAM_SIM_SEEDS", "5"},
                         {"RPC_LISTEN", "x"}};
  EXPECT_TRUE(collect_layers(sources).problems.empty());
}

}  // namespace
}  // namespace vitalstream::node
