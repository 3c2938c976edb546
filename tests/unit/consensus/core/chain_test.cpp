// C13, E1, E2, S11: the chain as one replica knows it.
#include "consensus/core/chain.hpp"

#include <gtest/gtest.h>

#include "a_chain.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::AChain;
using testing::sample_digest;

struct ChainTest : ::testing::Test {
  AChain blocks;
  testing::FakePayload payload;
  Chain chain{blocks.tip(), payload};
  CertificateStore certificates{ChainPoint{View{0}, blocks.anchor()}};

  struct Placed {
    Block block;
    BlockDigest digest;
  };
  Placed place(const BlockDigest& parent, View view, std::vector<BatchRef> references = {}) {
    Placed placed{blocks.block(parent, view, std::move(references)), {}};
    placed.digest = blocks.add(placed.block);
    return placed;
  }
  void finalize(const Placed& placed, View view, View parent) {
    certificates.raise_floor(
        blocks.certificate(make_finalize(blocks.notarize(placed.block, view, parent))));
  }
};

TEST_F(ChainTest, LinksFromTheNewestFinalBlockDownToTheRoot) {
  const Placed one = place(blocks.anchor(), View{1});
  const Placed two = place(one.digest, View{2});
  chain.insert(one.block, one.digest);
  chain.insert(two.block, two.digest);
  finalize(two, View{2}, View{1});
  EXPECT_FALSE(chain.link(certificates));
  EXPECT_TRUE(chain.is_linked());
  EXPECT_EQ(chain.final_chain().contiguous(), Height{2});
  EXPECT_EQ(chain.final_chain().at(Height{1}), one.digest);
}

TEST_F(ChainTest, TellsWhichFinalBlockIsMissing) {
  const Placed one = place(blocks.anchor(), View{1});
  const Placed two = place(one.digest, View{2});
  finalize(two, View{2}, View{1});
  EXPECT_FALSE(chain.link(certificates));
  EXPECT_EQ(chain.missing(), two.digest);
  EXPECT_FALSE(chain.missing_height()) << "no child of it is held";
  chain.insert(two.block, two.digest);
  EXPECT_FALSE(chain.link(certificates));
  EXPECT_EQ(chain.missing(), one.digest);
  EXPECT_EQ(chain.missing_height(), Height{1});
}

TEST_F(ChainTest, TellsThatTwoBlocksAreFinalAtOneHeight) {
  const Placed one = place(blocks.anchor(), View{1});
  const Placed rival = place(blocks.anchor(), View{2});
  EXPECT_TRUE(chain.add_final(Height{1}, one.digest));
  chain.insert(rival.block, rival.digest);
  finalize(rival, View{2}, View{0});
  EXPECT_TRUE(chain.link(certificates));
}

TEST_F(ChainTest, ADeliveredBlockIsKeptUntilItIsCommitted) {
  const Placed one = place(blocks.anchor(), View{1}, {a_batch(10, 1)});
  chain.insert(one.block, one.digest);
  EXPECT_FALSE(chain.holds_batches_of(one.block));
  EXPECT_EQ(chain.state_after(one.digest), nullptr);
  payload.hold(a_batch(10, 1));
  EXPECT_TRUE(chain.holds_batches_of(one.block));
  ASSERT_NE(chain.state_after(one.digest), nullptr);
  ASSERT_TRUE(chain.add_final(Height{1}, one.digest));
  chain.deliver(one.digest);
  EXPECT_EQ(chain.root().digest, one.digest);
  EXPECT_EQ(chain.find(one.digest), nullptr);
  ASSERT_NE(chain.find_uncommitted(one.digest), nullptr);
  const Chain::Execution execution =
      chain.commit(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  EXPECT_EQ(execution.of.digest, one.digest);
  EXPECT_NE(execution.answer, ExecutedAnswer::Contradicted);
  EXPECT_EQ(chain.executed().payload_height(), Height{1});
  EXPECT_EQ(chain.find_uncommitted(one.digest), nullptr);
}

TEST_F(ChainTest, KeepsWhatIsWantedOrFinal) {
  const Placed one = place(blocks.anchor(), View{1});
  const Placed two = place(one.digest, View{2});
  const Placed other = place(one.digest, View{3});
  for (const Placed& placed : {one, two, other}) {
    chain.insert(placed.block, placed.digest);
  }
  EXPECT_TRUE(chain.add_final(Height{1}, one.digest));
  chain.retain({two.digest});
  EXPECT_NE(chain.find(one.digest), nullptr);
  EXPECT_NE(chain.find(two.digest), nullptr);
  EXPECT_EQ(chain.find(other.digest), nullptr);
}

}  // namespace
}  // namespace vitalstream::consensus
