#include "storage/identity.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace vitalstream::storage {
namespace {

Identity identity() {
  return {.chain = ChainId("consortium-1"),
          .genesis = GenesisHash(Hash32{1, 2}),
          .node = NodeId("7"),
          .format_version = 1};
}

TEST(Identity, IsReadBackFromItsText) {
  EXPECT_EQ(identity_from_json(to_json(identity())), identity());
}

TEST(Identity, TextThatIsNotExactlyOneIsRefused) {
  const std::string start = R"({"chain_id":"c","genesis_hash":")" + std::string(64, 'a');
  for (const std::string& text : std::vector<std::string>{
           std::string(""), std::string("[]"), std::string("{}"), to_json(identity()).substr(1),
           R"({"chain_id":"c","genesis_hash":"aa","node_id":"1","format_version":1})",
           start + R"(","node_id":1,"format_version":1})",
           start + R"(","node_id":"1","format_version":-1})",
           start + R"(","node_id":"1","format_version":"1"})",
           start + R"(","node_id":"1","format_version":1,"more":2})"}) {
    EXPECT_FALSE(identity_from_json(text).has_value()) << text;
  }
}

TEST(Identity, TheRecordsIdentityDiffersWithEachPart) {
  Identity other_chain = identity();
  other_chain.chain = ChainId("consortium-2");
  Identity other_genesis = identity();
  other_genesis.genesis = GenesisHash(Hash32{1, 3});
  Identity other_node = identity();
  other_node.node = NodeId("8");
  const std::set<Bytes> all{journal_identity(identity()), journal_identity(other_chain),
                            journal_identity(other_genesis), journal_identity(other_node)};
  EXPECT_EQ(all.size(), 4U);
}

}  // namespace
}  // namespace vitalstream::storage
