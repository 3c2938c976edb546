#include "node/config/print.hpp"

#include <gtest/gtest.h>

#include "minimal_config.hpp"
#include "node/config/field_write.hpp"
#include "node/config/key_table.hpp"

namespace vitalstream::node {
namespace {

TEST(PrintConfig, IsReadBackToTheSameValues) {
  Sources sources = minimal_sources(
      "network:\n  peers:\n    - {validator: b, addresses: [\"b.example:30303\"]}\n"
      "rpc:\n  allowed_hosts: [\"[2001:db8::1]\", c]\n"
      "keys:\n  local:\n    passphrase: file:p.txt\n");
  const auto first = load(sources);
  ASSERT_TRUE(first);
  const std::string text = print_config(*first);
  Sources printed;
  printed.file = sources.file;
  printed.file_text = text;
  const auto second = load(printed);
  ASSERT_TRUE(second) << text;
  for (const KeySpec& key : key_table()) {
    EXPECT_EQ(write_field(second->config, key), write_field(first->config, key)) << key.path;
  }
}

TEST(PrintConfig, SaysWhereAValueCameFrom) {
  const auto loaded = load(minimal_sources("log:\n  level: warn\n"));
  ASSERT_TRUE(loaded);
  const std::string text = print_config(*loaded);
  EXPECT_NE(text.find("  level: warn  # /etc/vitalstream/node.yaml:2\n"), std::string::npos);
  EXPECT_NE(text.find("  format: json\n"), std::string::npos);
  EXPECT_NE(text.find("node:\n  id: 7  # flag --node-id\n"), std::string::npos);
}

TEST(PrintConfig, OpensEachSectionOnce) {
  const std::string text = print_config(*load(minimal_sources()));
  EXPECT_EQ(text.find("\nrpc:\n"), text.rfind("\nrpc:\n"));
  EXPECT_EQ(text.find("\nstorage:\n  rocksdb:\n"), text.rfind("\nstorage:\n  rocksdb:\n"));
}

TEST(PrintKeys, HoldsWhatWasGivenAndIsReadBack) {
  const auto loaded = load(minimal_sources(
      "keys:\n  provider: vault\n  vault:\n    addresses: [\"https://vault:8200\"]\n"
      "    key: validator\n    token: file:token\n"));
  ASSERT_TRUE(loaded);
  const std::string text = print_keys(*loaded);
  EXPECT_EQ(text.find("node:"), std::string::npos);
  EXPECT_EQ(text.find("sessions_max"), std::string::npos) << "a default";
  EXPECT_NE(text.find("token: \"file:/etc/vitalstream/token\""), std::string::npos) << text;
  Sources printed;
  printed.file_text = text;
  const auto again = load_keys(printed);
  ASSERT_TRUE(again) << text;
  EXPECT_EQ(again->config.keys.vault.key, "validator");
}

}  // namespace
}  // namespace vitalstream::node
