// A data directory is made as a whole and once; a new safety record beside an old ledger knows that
// votes were lost (C15).
#include "node/stores/data_init.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "consensus/core/journal_record.hpp"
#include "node/stores/ledger_keys.hpp"
#include "node/stores/own_key.hpp"
#include "storage/files/posix_file_ops.hpp"
#include "support/a_new_node.hpp"

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;

class DataInit : public ::testing::Test {
 protected:
  // What a start would find.
  struct Found {
    std::optional<consensus::NewRecord> record;
    std::size_t records = 0;
    bool has_blocks = false;
  };
  Found look() {
    const auto genesis = load_genesis(node_.config());
    auto provider = open_own_key(node_.config(), *genesis);
    storage::PosixFileOps files;
    auto directory = storage::DataDirectory::open(
        files, node_.config().data_dir, identity_of(*genesis), storage::MissingDirectory::Refuse);
    EXPECT_TRUE(directory && !directory->is_new());
    auto opened = open_keyring(files, node_.config(), *genesis, **provider, MissingKeyring::Refuse);
    EXPECT_TRUE(opened.has_value());
    const std::shared_ptr<const storage::Keyring> keyring = std::move(*opened);
    RecordFiles record_files(files, keyring);
    const auto record = open_safety_record(record_files, directory->journal_place());
    const auto database = open_ledger({.keyring = keyring}, directory->database_path(), {});
    EXPECT_TRUE(record && record->journal && database);
    Found found;
    found.records = record->replay.records.size();
    ByteReader reader(record->replay.records.at(0));
    const auto first = consensus::read_journal_record(reader);
    if (const auto* begun = std::get_if<consensus::NewRecord>(&first)) {
      found.record = *begun;
    }
    found.has_blocks = (*database)->tip().has_value();
    return found;
  }
  std::string refusal_to_create() {
    const auto created = create_data(node_.config());
    EXPECT_FALSE(created.has_value());
    return created ? "" : created.error().reason;
  }
  bool is_anything_there() const { return std::filesystem::exists(node_.folder() / "data"); }
  std::size_t files_in(const char* name) const {
    const auto folder = node_.folder() / "data" / name;
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
  }

  testing::ANewNode node_;
};

TEST_F(DataInit, MakesARecordThatSaysThatNothingWasEverSigned) {
  ASSERT_TRUE(create_data(node_.config()));
  const Found found = look();
  ASSERT_TRUE(found.record.has_value());
  EXPECT_EQ(found.record->epoch, consensus::Epoch{1});
  EXPECT_EQ(found.record->vote_above, consensus::View{0});
  EXPECT_EQ(found.records, 1U);
  EXPECT_FALSE(found.has_blocks);
}

TEST_F(DataInit, NeverMakesADirectoryASecondTime) {
  ASSERT_TRUE(create_data(node_.config()));
  EXPECT_THAT(refusal_to_create(), HasSubstr("is initialised already"));
  EXPECT_EQ(look().record->vote_above, consensus::View{0});
}

TEST_F(DataInit, NeverTakesADirectoryThatHoldsSomethingElse) {
  std::filesystem::create_directories(node_.config().data_dir);
  node_.config().data_dir = node_.folder();
  EXPECT_THAT(refusal_to_create(), HasSubstr("holds files but no identity"));
}

TEST_F(DataInit, MakesNothingForAKeyThatGenesisDoesNotName) {
  node_.use_another_key();
  EXPECT_THAT(refusal_to_create(), HasSubstr("not the one that genesis names for validator-1"));
  EXPECT_FALSE(start_new_safety_record(node_.config()));
  EXPECT_FALSE(is_anything_there());
}

TEST_F(DataInit, MakesNothingForAnotherGenesis) {
  node_.config().genesis.hash = GenesisHash{};
  EXPECT_THAT(refusal_to_create(), HasSubstr("genesis.hash pins"));
  EXPECT_FALSE(start_new_safety_record(node_.config()));
  EXPECT_FALSE(is_anything_there());
}

TEST_F(DataInit, LeavesADirectoryThatIsInUse) {
  ASSERT_TRUE(create_data(node_.config()));
  storage::PosixFileOps files;
  const auto held = storage::DataDirectory::open(files, node_.config().data_dir,
                                                 identity_of(*load_genesis(node_.config())),
                                                 storage::MissingDirectory::Refuse);
  ASSERT_TRUE(held.has_value());
  EXPECT_THAT(refusal_to_create(), HasSubstr("is in use"));
  EXPECT_THAT(refusal_to_create(), HasSubstr("stop it first"));
  EXPECT_FALSE(start_new_safety_record(node_.config()));
}

TEST_F(DataInit, ANewRecordMustAskTheOthersAndTheOldOneIsKept) {
  ASSERT_TRUE(create_data(node_.config()));
  const std::size_t files = files_in("safety");
  ASSERT_TRUE(start_new_safety_record(node_.config()));
  const Found found = look();
  ASSERT_TRUE(found.record.has_value());
  EXPECT_EQ(found.record->vote_above, std::nullopt);
  EXPECT_EQ(found.records, 1U);
  EXPECT_EQ(files_in("safety"), files + 1);
}

TEST_F(DataInit, ANewRecordWhereThereIsNothingMakesAllOfItAndMustAskAsWell) {
  ASSERT_TRUE(start_new_safety_record(node_.config()));
  EXPECT_EQ(look().record->vote_above, std::nullopt);
  EXPECT_THAT(refusal_to_create(), HasSubstr("is initialised already"));
}

TEST_F(DataInit, ANewRecordNeedsTheKeyringOfTheOldLedger) {
  ASSERT_TRUE(create_data(node_.config()));
  std::filesystem::remove(node_.config().data_dir / "keyring");
  const auto begun = start_new_safety_record(node_.config());
  ASSERT_FALSE(begun.has_value());
  EXPECT_THAT(begun.error().reason, HasSubstr("keyring"));
}

}  // namespace
}  // namespace vitalstream::node
