#include "node/config/field_write.hpp"

#include <gtest/gtest.h>

#include "node/config/field_read.hpp"
#include "node/config/yaml_document.hpp"

namespace vitalstream::node {
namespace {

TEST(WriteField, EveryDefaultIsWrittenAsItIsRead) {
  for (const KeySpec& key : key_table()) {
    if (key.default_text.empty()) {
      continue;
    }
    Config once;
    ASSERT_EQ(read_field(once, key, raw_from_text(key, key.default_text)), std::nullopt)
        << key.path;
    const std::string text = write_field(once, key);
    const auto raw = parse_yaml(text);
    ASSERT_TRUE(raw) << key.path << ": " << text;
    Config twice;
    ASSERT_EQ(read_field(twice, key, *raw), std::nullopt) << key.path << ": " << text;
    EXPECT_EQ(write_field(twice, key), text) << key.path;
  }
}

TEST(WriteField, QuotesWhatYamlWouldMisread) {
  Config config;
  config.keys.aws_kms.key_id = "a: \"b\" \\ #c";
  const KeySpec& key = *find_key("keys.aws_kms.key_id");
  const std::string text = write_field(config, key);
  EXPECT_EQ(text, R"("a: \"b\" \\ #c")");
  const auto read = parse_yaml(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->text, config.keys.aws_kms.key_id);
}

TEST(WriteField, PeersAreOneFlowList) {
  Config config;
  config.network.peers = {{"b", {{"b.example", 1}, {"::1", 2}}}};
  EXPECT_EQ(write_field(config, *find_key("network.peers")),
            R"([{validator: "b", addresses: ["b.example:1", "[::1]:2"]}])");
}

TEST(WriteField, WhatIsNotSetIsEmpty) {
  const Config config;
  EXPECT_EQ(write_field(config, *find_key("keys.local.file")), "");
  EXPECT_EQ(write_field(config, *find_key("keys.local.passphrase")), "");
  EXPECT_EQ(write_field(config, *find_key("keys.aws_kms.region")), "");
}

TEST(TypeName, EveryKeyHasOne) {
  for (const KeySpec& key : key_table()) {
    EXPECT_FALSE(type_name(key).empty()) << key.path;
  }
  EXPECT_EQ(type_name(*find_key("log.format")), "json, text");
  EXPECT_EQ(type_name(*find_key("lanes.batch_bytes")), "size");
  EXPECT_EQ(type_name(*find_key("node.id")), "number");
}

}  // namespace
}  // namespace vitalstream::node
