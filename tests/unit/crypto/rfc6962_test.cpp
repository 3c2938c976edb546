#include "crypto/rfc6962.hpp"

#include <gtest/gtest.h>

#include <array>

#include "base/hex.hpp"
#include "tests/unit/crypto/naive_merkle.hpp"

namespace vitalstream::crypto {
namespace {

// The eight leaves and the roots of sizes 1 to 8 that the reference implementation of Certificate
// Transparency tests itself with.
constexpr std::array kLeaves = {"",
                                "00",
                                "10",
                                "2021",
                                "3031",
                                "40414243",
                                "5051525354555657",
                                "606162636465666768696a6b6c6d6e6f"};
constexpr std::array kRoots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                               "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                               "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                               "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                               "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                               "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                               "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                               "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

TEST(Rfc6962, RootsOfThePublishedTree) {
  std::vector<Hash32> leaves;
  for (std::size_t i = 0; i < kLeaves.size(); ++i) {
    leaves.push_back(leaf_hash(from_hex(kLeaves[i]).value_or(Bytes{})));
    EXPECT_EQ(to_hex(merkle_root(leaves)), kRoots[i]) << i;
  }
}

TEST(Rfc6962, EmptyTreeHasTheHashOfNothing) {
  EXPECT_EQ(to_hex(empty_tree_root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(merkle_root({}), empty_tree_root());
}

TEST(Rfc6962, LeafCannotPassAsNode) {
  const Hash32 left = leaf_hash(as_bytes("left"));
  const Hash32 right = leaf_hash(as_bytes("right"));
  Bytes both = to_bytes(left);
  append(both, right);
  EXPECT_NE(leaf_hash(both), node_hash(left, right));
}

TEST(Rfc6962, RootAgreesWithTheDefinitionForAllSizes) {
  const std::vector<Hash32> leaves = testing::some_leaves(300);
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    const auto some = std::span(leaves).first(size);
    ASSERT_EQ(merkle_root(some), testing::naive_root(some)) << size;
  }
}

}  // namespace
}  // namespace vitalstream::crypto
