#include "node/stores/genesis_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/hex.hpp"
#include "support/a_new_node.hpp"

namespace vitalstream::node {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class GenesisFile : public ::testing::Test {
 protected:
  std::string refusal() {
    const auto loaded = load_genesis(node_.config());
    EXPECT_FALSE(loaded.has_value());
    return loaded ? "" : loaded.error().reason;
  }
  testing::ANewNode node_;
};

TEST_F(GenesisFile, IsReadWithItsBytesAndTheOwnPlaceInIt) {
  node_.config().node.id = 3;
  const auto loaded = load_genesis(node_.config());
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(loaded->text, node_.genesis_text());
  EXPECT_EQ(loaded->genesis.hash, node_.config().genesis.hash);
  EXPECT_EQ(loaded->own, loaded->genesis.document.validators.at(2));
}

TEST_F(GenesisFile, NamesWhoseTheDataDirectoryIs) {
  const auto loaded = load_genesis(node_.config());
  ASSERT_TRUE(loaded.has_value());
  const storage::Identity identity = identity_of(*loaded);
  EXPECT_EQ(identity.chain, ChainId{"test-chain"});
  EXPECT_EQ(identity.genesis, node_.config().genesis.hash);
  EXPECT_EQ(identity.node, storage::NodeId{"1"});
}

TEST_F(GenesisFile, ThatIsMissingIsNamed) {
  node_.config().genesis.file = node_.folder() / "elsewhere.json";
  EXPECT_THAT(refusal(), AllOf(HasSubstr("elsewhere.json"), HasSubstr("No such file")));
}

TEST_F(GenesisFile, ThatIsNoGenesisIsRefusedWithThePlace) {
  ledger::GenesisDocument document = ledger::testing::a_genesis_document();
  document.validators.at(1).id = document.validators.at(0).id;
  node_.write_genesis(document);
  EXPECT_THAT(refusal(), AllOf(HasSubstr("genesis.json"), HasSubstr("validators")));
}

TEST_F(GenesisFile, OfAnotherHashIsRefusedWithBoth) {
  const std::string own = to_hex(node_.config().genesis.hash.view());
  Hash32 other{};
  other.fill(0xAB);
  node_.config().genesis.hash = GenesisHash{other};
  EXPECT_THAT(refusal(), AllOf(HasSubstr(own), HasSubstr(to_hex(other))));
}

TEST_F(GenesisFile, ThatATripThroughAnEditorHasChangedIsToldAsSuch) {
  const std::filesystem::path file = node_.config().genesis.file;
  const std::string text = node_.genesis_text();
  std::ofstream(file, std::ios::binary) << "\xef\xbb\xbf" << text;
  EXPECT_THAT(refusal(), AllOf(HasSubstr("genesis.hash pins"), HasSubstr("byte order mark")));
  std::string changed;
  for (const char c : text) {
    changed += c == '\n' ? std::string("\r\n") : std::string(1, c);
  }
  std::ofstream(file, std::ios::binary) << changed;
  EXPECT_THAT(refusal(), AllOf(HasSubstr("genesis.hash pins"), HasSubstr("CR LF")));
}

TEST_F(GenesisFile, WithoutThisValidatorIsRefused) {
  node_.config().node.id = 9;
  EXPECT_THAT(refusal(), HasSubstr("node.id 9 is no validator"));
}

}  // namespace
}  // namespace vitalstream::node
