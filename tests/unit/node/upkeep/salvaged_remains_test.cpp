// Of a damaged ledger, besides its blocks: content and pending batches that are whole.
#include "node/upkeep/salvaged_remains.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "support/a_ledger.hpp"
#include "support/a_seal.hpp"

namespace vitalstream::node {
namespace {

using consensus::Height;
using testing::ALedger;

// So long that it is kept as a body of its own.
constexpr std::size_t kContentBytes = 4'000;

class SalvagedRemainsTest : public ::testing::Test {
 protected:
  // A batch with one attachment, full of this byte.
  VerifiedIntake batch_of(const std::string& jti, std::uint8_t filling) {
    return damaged_.close({damaged_.put(jti, Bytes(kContentBytes, filling))});
  }
  // Changes one byte of the attachment that is full of this one.
  void damage(std::uint8_t filling) {
    const std::string content(kContentBytes, static_cast<char>(filling));
    int found = 0;
    damaged_.reopen([&](const std::filesystem::path& database) {
      for (const auto& file : std::filesystem::directory_iterator(database)) {
        found += change_where(file.path(), content) ? 1 : 0;
      }
    });
    ASSERT_EQ(found, 1);
  }
  static bool change_where(const std::filesystem::path& file, const std::string& content) {
    std::ifstream in(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto at = std::ranges::search(bytes, content).begin();
    if (file.extension() != ".blob" || at == bytes.end()) {
      return false;
    }
    *at = static_cast<char>(*at ^ 1);
    std::ofstream(file, std::ios::binary) << bytes;
    return true;
  }
  [[nodiscard]] bool holds_content(const VerifiedIntake& batch) {
    const auto found = rebuilt_.database().attachments().read_all(batch.verified.digest);
    return found && found->size() == 1;
  }

  ALedger damaged_;
  ALedger rebuilt_;
};

// It would be taken for whole, and its content never be asked for.
TEST_F(SalvagedRemainsTest, APendingBatchWhoseContentCannotBeReadIsLeftOut) {
  const VerifiedIntake whole = batch_of("a", 0x61);
  const VerifiedIntake spoiled = batch_of("b", 0x62);
  damage(0x62);
  keep_pending_batches(damaged_.database(), rebuilt_.database());
  EXPECT_EQ(*rebuilt_.database().latest().pending_batches(), std::vector{whole.verified.digest});
  EXPECT_TRUE(holds_content(whole));
  EXPECT_FALSE(*rebuilt_.database().latest().batch(spoiled.verified.digest));
}

TEST_F(SalvagedRemainsTest, ContentOfBlocksIsKeptAsFarAsItCanBeRead) {
  const VerifiedIntake whole = batch_of("a", 0x61);
  const VerifiedIntake spoiled = batch_of("b", 0x62);
  const VerifiedIntake later = batch_of("c", 0x63);
  std::ignore = damaged_.commit(
      {damaged_.deliver({whole}), damaged_.deliver({spoiled}), damaged_.deliver({later})});
  damage(0x62);
  keep_attachments(damaged_.database(), rebuilt_.database(), Height{1}, Height{2});
  EXPECT_TRUE(holds_content(whole));
  EXPECT_FALSE(holds_content(spoiled));
  EXPECT_FALSE(holds_content(later)) << "that block is not asked about";
}

TEST_F(SalvagedRemainsTest, EvidenceIsKept) {
  ASSERT_TRUE(damaged_.database().put_evidence(Bytes{1}, Bytes{2, 3}));
  keep_evidence(damaged_.database(), rebuilt_.database());
  const auto evidence = rebuilt_.database().latest().evidence();
  ASSERT_EQ(evidence->size(), 1U);
  EXPECT_EQ((*evidence)[0].value, (Bytes{2, 3}));
}

// Nobody else has them, and a receipt of an old block needs the seal near it.
TEST_F(SalvagedRemainsTest, SealsOfThisValidatorAreKeptAlsoOfBlocksStillToBeFetched) {
  LoadedGenesis genesis = testing::a_loaded_genesis(damaged_.member());
  genesis.own = genesis.genesis.document.validators[testing::kSealer - 1];
  const auto seal = [&](std::uint64_t height, std::uint32_t by) {
    const Bytes made = testing::encoded_seal(testing::a_seal({Height{height}, {}, {}}, by));
    EXPECT_TRUE(damaged_.database().put_seal(Height{height}, made));
  };
  seal(1, testing::kSealer);
  seal(3, 4);  // whatever has put it there
  seal(6, testing::kSealer);
  seal(9, testing::kSealer);
  keep_seals(genesis, damaged_.database(), rebuilt_.database(), Height{8});
  std::vector<Height> kept;
  const storage::ReadView view = rebuilt_.database().latest();
  for (auto found = view.first_seal_from(Height{1}); found && *found;
       found = view.first_seal_from(next(kept.back()))) {
    kept.push_back((*found)->height);
  }
  EXPECT_EQ(kept, (std::vector{Height{1}, Height{6}}));
}

}  // namespace
}  // namespace vitalstream::node
