#include "node/config/schema.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "node/config/key_table.hpp"

namespace vitalstream::node {
namespace {

namespace json = boost::json;

// The schema of one key, below the sections of its path.
json::object schema_at(std::string_view path) {
  json::value node = json::parse(config_schema());
  while (!path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    json::value below = node.at("properties").at(path.substr(0, dot));
    node = std::move(below);
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return node.as_object();
}

TEST(ConfigSchema, HasEveryKeyWithItsMeaning) {
  for (const KeySpec& key : key_table()) {
    EXPECT_EQ(schema_at(key.path).at("description").as_string(), key.doc) << key.path;
  }
}

TEST(ConfigSchema, UnknownKeysAreRefusedInEverySection) {
  EXPECT_EQ(schema_at("").at("additionalProperties"), false);
  EXPECT_EQ(schema_at("rpc").at("additionalProperties"), false);
  EXPECT_EQ(schema_at("rpc.tls").at("additionalProperties"), false);
}

TEST(ConfigSchema, NumbersCarryTheirRange) {
  const json::object depth = schema_at("rpc.json_depth_max");
  EXPECT_EQ(depth.at("type"), "integer");
  EXPECT_EQ(depth.at("minimum"), 8);
  EXPECT_EQ(depth.at("maximum"), 64);
  EXPECT_EQ(depth.at("default"), 32);
}

TEST(ConfigSchema, SizesAreNumbersOrTextsWithAUnit) {
  EXPECT_EQ(schema_at("rpc.body_bytes_max").at("anyOf").as_array().size(), 2U);
  EXPECT_EQ(schema_at("rpc.body_bytes_max").at("default"), "2MiB");
}

TEST(ConfigSchema, ChoicesAreListed) {
  EXPECT_EQ(schema_at("log.format").at("enum"), (json::value{"json", "text"}));
}

TEST(ConfigSchema, ListsKeepTheirDefaults) {
  EXPECT_EQ(schema_at("rpc.listen").at("default"), (json::array{"127.0.0.1:8545"}));
  EXPECT_EQ(schema_at("network.peers").at("items").at("additionalProperties"), false);
}

}  // namespace
}  // namespace vitalstream::node
