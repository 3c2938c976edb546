#include "node/stores/own_seal.hpp"

#include <gtest/gtest.h>

#include "support/a_seal.hpp"

namespace vitalstream::node {
namespace {

using consensus::Height;

class OwnSeal : public ::testing::Test {
 protected:
  OwnSeal() {
    genesis_.genesis.hash = testing::a_genesis();
    genesis_.own.id = consensus::ValidatorId{testing::kSealer};
    genesis_.own.key = testing::validator_key(testing::kSealer).public_key();
  }
  // What is found wrong with a seal that is kept at height 5; nothing if it is right.
  std::optional<SealFault> fault(const Bytes& encoded) {
    const auto seal = read_own_seal(genesis_, {Height{5}, encoded});
    return seal ? std::nullopt : std::optional(seal.error());
  }

  LoadedGenesis genesis_;
  consensus::Seal seal_ = testing::a_seal({Height{5}, {}, {}});
};

TEST_F(OwnSeal, OneByThisValidatorsKeyIsRead) {
  EXPECT_EQ(fault(testing::encoded_seal(seal_)), std::nullopt);
  EXPECT_EQ(*read_own_seal(genesis_, {Height{5}, testing::encoded_seal(seal_)}), seal_);
}

TEST_F(OwnSeal, WhatIsNoSealIsMalformed) {
  EXPECT_EQ(fault({}), SealFault::Malformed);
  Bytes longer = testing::encoded_seal(seal_);
  longer.push_back(0);
  EXPECT_EQ(fault(longer), SealFault::Malformed);
}

TEST_F(OwnSeal, OneOfAnotherHeightIsRefused) {
  EXPECT_EQ(fault(testing::encoded_seal(testing::a_seal({Height{6}, {}, {}}))), SealFault::Height);
}

TEST_F(OwnSeal, OneByAnotherValidatorIsRefusedAlsoWithItsRightSignature) {
  EXPECT_EQ(fault(testing::encoded_seal(testing::a_seal({Height{5}, {}, {}}, 3))),
            SealFault::Validator);
}

TEST_F(OwnSeal, EverythingThatItSaysIsSigned) {
  consensus::Seal other = seal_;
  other.block = consensus::BlockDigest{Hash32{1}};
  EXPECT_EQ(fault(testing::encoded_seal(other)), SealFault::Signature);
  other = seal_;
  other.executed_root = consensus::ExecutedRoot{Hash32{1}};
  EXPECT_EQ(fault(testing::encoded_seal(other)), SealFault::Signature);
  genesis_.genesis.hash = GenesisHash{};
  EXPECT_EQ(fault(testing::encoded_seal(seal_)), SealFault::Signature);
}

}  // namespace
}  // namespace vitalstream::node
