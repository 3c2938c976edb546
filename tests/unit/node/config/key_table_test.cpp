#include "node/config/key_table.hpp"

#include <gtest/gtest.h>

#include <set>

namespace vitalstream::node {
namespace {

TEST(KeyTable, NoPathVariableOrFlagStandsTwice) {
  std::set<std::string> seen;
  for (const KeySpec& key : key_table()) {
    EXPECT_TRUE(seen.insert(std::string{key.path}).second) << key.path;
    EXPECT_TRUE(seen.insert(variable_name(key)).second) << key.path;
    EXPECT_TRUE(seen.insert(flag_name(key)).second) << key.path;
    for (const std::string_view name : key.other_variables) {
      EXPECT_TRUE(seen.insert(std::string{name}).second) << name;
    }
  }
}

TEST(KeyTable, EveryKeyIsDocumentedInASentence) {
  for (const KeySpec& key : key_table()) {
    ASSERT_FALSE(key.doc.empty()) << key.path;
    EXPECT_TRUE(key.doc.ends_with('.')) << key.path;
  }
}

TEST(KeyTable, NamesCarryTheirUnit) {
  for (const KeySpec& key : key_table()) {
    const std::string unit{to_string(key.unit)};
    if (!unit.empty()) {
      EXPECT_NE(key.path.find("_" + unit), std::string_view::npos) << key.path;
    }
  }
}

TEST(KeyTable, KeysOfOneSectionStandTogether) {
  std::set<std::string_view> closed;
  std::string_view open;
  for (const KeySpec& key : key_table()) {
    const std::string_view section = key.path.substr(0, key.path.find('.'));
    if (section != open) {
      EXPECT_TRUE(closed.insert(section).second) << key.path;
      open = section;
    }
  }
}

TEST(KeyTable, RequiredKeysHaveNoDefault) {
  for (const KeySpec& key : key_table()) {
    EXPECT_TRUE(key.need == Need::Optional || key.default_text.empty()) << key.path;
  }
}

TEST(KeyTable, NamesAreDerivedFromThePath) {
  const KeySpec& listen = *find_key("rpc.listen");
  EXPECT_EQ(variable_name(listen), "VITALSTREAM_RPC_LISTEN");
  EXPECT_EQ(flag_name(listen), "--rpc-listen");
  EXPECT_EQ(flag_name(*find_key("consensus.delta_floor_ms")), "--consensus-delta-floor-ms");
  EXPECT_EQ(flag_name(*find_key("rpc.unsafe_open")), "--unsafe-open-rpc");
}

TEST(KeyTable, KnowsTheNamesOfTheOperatorsGuide) {
  std::set<std::string_view> names;
  for (const KeySpec& key : key_table()) {
    names.insert(key.other_variables.begin(), key.other_variables.end());
  }
  EXPECT_EQ(
      names,
      (std::set<std::string_view>{
          "HSM_PROVIDER", "VAULT_ADDR", "VAULT_CACERT", "VAULT_NAMESPACE", "VAULT_TOKEN",
          "AWS_KMS_KEY_ID", "AWS_REGION", "AZURE_KEY_VAULT_URL", "AZURE_KEY_VAULT_KEY",
          "AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_FEDERATED_TOKEN_FILE",
          "AZURE_AUTHORITY_HOST", "AZURE_POD_IDENTITY_AUTHORITY_HOST", "REVOCATION_DB_PATH",
          "ROCKSDB_MAX_OPEN_FILES", "ROCKSDB_BLOCK_CACHE_SIZE", "ROCKSDB_WRITE_BUFFER_SIZE"}));
}

TEST(KeyTable, AnUnknownPathIsNotFound) { EXPECT_EQ(find_key("rpc"), nullptr); }

}  // namespace
}  // namespace vitalstream::node
