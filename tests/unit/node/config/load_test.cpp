#include "node/config/load.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "base/hex.hpp"
#include "minimal_config.hpp"

namespace vitalstream::node {
namespace {

std::vector<std::string> problem_keys(const Sources& sources) {
  std::vector<std::string> keys;
  if (const auto loaded = load(sources); !loaded) {
    for (const Problem& problem : loaded.error()) {
      keys.push_back(problem.key);
    }
  }
  return keys;
}

TEST(Load, TheLeastConfigurationGetsItsDefaults) {
  const auto loaded = load(minimal_sources());
  ASSERT_TRUE(loaded);
  const Config& config = loaded->config;
  EXPECT_EQ(config.node.id, 7U);
  EXPECT_EQ(to_hex(config.genesis.hash.view()), kHashText);
  EXPECT_EQ(config.network.listen, (std::vector<Endpoint>{{"::", 30303}}));
  EXPECT_EQ(config.rpc.listen, (std::vector<Endpoint>{{"127.0.0.1", 8545}}));
  EXPECT_EQ(config.rpc.body_bytes_max, 2U * 1024 * 1024);
  EXPECT_EQ(config.rpc.connections_max, 900U);
  EXPECT_EQ(config.rpc.idle_timeout, seconds(60));
  EXPECT_EQ(config.ops.listen, (std::vector<Endpoint>{{"127.0.0.1", 9545}}));
  EXPECT_EQ(config.consensus.delta_floor, milliseconds(50));
  EXPECT_EQ(config.consensus.delta_cap, seconds(2));
  EXPECT_EQ(config.consensus.heartbeat, seconds(10));
  EXPECT_EQ(config.lanes.batch_bytes, 262'144U);
  EXPECT_EQ(config.lanes.close_delay_max, milliseconds(25));
  EXPECT_EQ(config.log.level, LogLevel::Info);
}

TEST(Load, EveryRequiredKeyIsMissedByName) {
  Sources sources;
  EXPECT_EQ(problem_keys(sources),
            (std::vector<std::string>{"node.id", "genesis.hash", "network.certificate_file",
                                      "network.key_file", "network.ca_file", "keys.local.file"}));
}

TEST(Load, OfAFileThatIsNoYamlNothingIsSaidToBeMissing) {
  for (const std::string_view text : {"a: [b\n", "- a list\n"}) {
    Sources sources;
    sources.file_text = text;
    EXPECT_EQ(problem_keys(sources), std::vector<std::string>{""}) << text;
  }
}

TEST(Load, ReportsAllProblemsAtOnceWithKeyValueAndOrigin) {
  const auto loaded =
      load(minimal_sources("rpc:\n  json_depth_max: 7\n  liste: x\nlog:\n  level: loud\n"));
  ASSERT_FALSE(loaded);
  std::vector<std::string> lines;
  for (const Problem& problem : loaded.error()) {
    lines.push_back(to_string(problem));
  }
  const std::string file = "/etc/vitalstream/node.yaml";
  EXPECT_EQ(lines, (std::vector<std::string>{
                       file + ":3: rpc.liste: unknown key; the nearest known one is `rpc.listen`",
                       file + ":2: rpc.json_depth_max: \"7\": write a number from 8 to 64",
                       file + ":5: log.level: \"loud\": write one of trace, debug, info, warn, "
                              "error"}));
}

TEST(Load, ASecretWrittenIntoTheFileIsNotRepeated) {
  const auto loaded = load(minimal_sources("keys:\n  local:\n    passphrase: hunter2\n"));
  ASSERT_FALSE(loaded);
  ASSERT_EQ(loaded.error().size(), 1U);
  EXPECT_EQ(to_string(loaded.error()[0]).find("hunter2"), std::string::npos);
}

TEST(Load, PathsOfTheFileStartAtItsFolderOthersWhereTheNodeRuns) {
  Sources sources = minimal_sources("genesis:\n  file: ../genesis.json\n");
  sources.environment["VITALSTREAM_DATA_DIR"] = "here";
  const auto loaded = load(sources);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->config.genesis.file, "/etc/genesis.json");
  EXPECT_EQ(loaded->config.data_dir, "/run/here");
  EXPECT_EQ(loaded->config.network.key_file, "/run/node.key");
  const auto by_default = load(minimal_sources());
  EXPECT_EQ(by_default->config.data_dir, "/etc/vitalstream/data");
}

TEST(Load, ListsTheOriginOfWhatIsNoDefault) {
  const auto loaded = load(minimal_sources("log:\n  level: warn\n"));
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->origins.at("log.level"), "/etc/vitalstream/node.yaml:2");
  EXPECT_EQ(loaded->origins.at("node.id"), "flag --node-id");
  EXPECT_FALSE(loaded->origins.contains("log.format"));
}

TEST(Load, ABrokenRuleNamesTheValueThatBreaksIt) {
  const auto loaded = load(minimal_sources(
      "keys:\n  provider: aws_kms\n  aws_kms:\n    key_id: a\n    region: evil/\n"));
  ASSERT_FALSE(loaded);
  ASSERT_EQ(loaded.error().size(), 1U);
  EXPECT_EQ(to_string(loaded.error()[0]),
            "/etc/vitalstream/node.yaml:5: keys.aws_kms.region: \"evil/\": name the region: "
            "eu-central-1, for instance");
}

TEST(Load, ARuleDoesNotRepeatTheProblemOfAKey) {
  // delta_cap_ms is refused for itself; that the floor now exceeds it is not worth a second line.
  EXPECT_EQ(problem_keys(minimal_sources("consensus:\n  delta_cap_ms: never\n")),
            (std::vector<std::string>{"consensus.delta_cap_ms"}));
}

TEST(LoadKeys, WhatOtherSectionsLackOrSayIsNoMatter) {
  Sources sources;
  sources.file_text = "rpc:\n  nonsense: 1\nkeys:\n  local:\n    file: key.json\n";
  const auto loaded = load_keys(sources);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->config.keys.local.file.filename(), "key.json");
}

TEST(LoadKeys, TheEnvironmentAloneIsEnough) {
  Sources sources;
  sources.environment = {{"HSM_PROVIDER", "aws_kms"},
                         {"AWS_REGION", "eu-central-1"},
                         {"AWS_KMS_KEY_ID", "alias/validator"}};
  const auto loaded = load_keys(sources);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->config.keys.provider, KeyProviderKind::AwsKms);
  EXPECT_EQ(loaded->config.keys.aws_kms.key_id, "alias/validator");
}

TEST(LoadKeys, ProblemsOfTheSectionAreReported) {
  Sources sources;
  sources.file_text = "keys:\n  provider: vault\n  vault:\n    keyy: x\n";
  const auto loaded = load_keys(sources);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().front().key, "keys.vault.keyy");
  sources.file_text = "keys: [";
  EXPECT_FALSE(load_keys(sources));
}

TEST(LoadFile, ReadsAFileFromDisk) {
  const std::string path = testing::TempDir() + "/load_test.yaml";
  std::ofstream{path} << "log:\n  format: text\n";
  const auto loaded = load_file(path, minimal_sources().flags);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->config.log.format, LogFormat::Text);
}

TEST(LoadFile, SaysThatAFileCannotBeRead) {
  const auto loaded = load_file("/nowhere/node.yaml", {});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error()[0].origin, "/nowhere/node.yaml");
}

TEST(ProcessEnvironment, ShowsTheVariablesOfThisProcess) {
  ASSERT_EQ(setenv("VS_LOAD_TEST", "a=b", 1), 0);
  EXPECT_EQ(process_environment().at("VS_LOAD_TEST"), "a=b");
}

}  // namespace
}  // namespace vitalstream::node
