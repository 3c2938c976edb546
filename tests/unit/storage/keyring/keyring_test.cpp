#include "storage/keyring/keyring.hpp"

#include "storage/keyring/limits.hpp"
#include "tests/unit/storage/keyring/keyring_fixture.hpp"

namespace vitalstream::storage {
namespace {

class KeyringTest : public ::testing::Test {
 protected:
  KeyringTest() {
    EXPECT_TRUE(disk_.make_directory(kPlace.directory).has_value());
    keyring_ = std::move(*Keyring::create(disk_, kPlace, provider_, kNow));
  }
  [[nodiscard]] std::unique_ptr<Keyring> reopened() {
    auto opened = Keyring::open(disk_, kPlace, provider_);
    EXPECT_TRUE(opened.has_value());
    return opened ? std::move(*opened) : nullptr;
  }

  CrashDisk disk_{1};
  FailingProvider provider_;
  std::unique_ptr<Keyring> keyring_;
};

TEST_F(KeyringTest, BeginsWithOneActiveGeneration) {
  EXPECT_EQ(keyring_->active().generation, KeyGeneration(1));
  EXPECT_EQ(keyring_->active().key->size(), kDataKeyBytes);
  EXPECT_EQ(keyring_->find(KeyGeneration(1)), keyring_->active().key);
  EXPECT_EQ(keyring_->find(KeyGeneration(2)), nullptr);
  EXPECT_EQ(keyring_->generations(),
            (std::vector<GenerationInfo>{{KeyGeneration(1), kNow, KeyState::Active}}));
  EXPECT_EQ(keyring_->epoch(), 1U);
}

TEST_F(KeyringTest, OpensToTheSameKeys) {
  const auto again = reopened();
  EXPECT_EQ(again->database_id(), keyring_->database_id());
  EXPECT_TRUE(equal(again->active().key->view(), keyring_->active().key->view()));
  EXPECT_EQ(again->epoch(), 1U);
}

TEST_F(KeyringTest, TwoKeyringsHaveNothingInCommon) {
  CrashDisk other_disk(2);
  ASSERT_TRUE(other_disk.make_directory(kPlace.directory).has_value());
  const auto other = Keyring::create(other_disk, kPlace, provider_, kNow);
  EXPECT_NE((*other)->database_id(), keyring_->database_id());
  EXPECT_FALSE(equal((*other)->active().key->view(), keyring_->active().key->view()));
}

TEST_F(KeyringTest, IsNeverOverwrittenByANewOne) {
  EXPECT_EQ(Keyring::create(disk_, kPlace, provider_, kNow).error().error,
            KeyringError::AlreadyExists);
}

TEST_F(KeyringTest, IsMissingWhereThereIsNone) {
  ASSERT_TRUE(disk_.make_directory("/empty").has_value());
  const auto opened = Keyring::open(disk_, {"/empty", kPlace.owner}, provider_);
  EXPECT_EQ(opened.error().error, KeyringError::Missing);
}

TEST_F(KeyringTest, AFileThatIsTooLongIsNotRead) {
  disk_.contents("/data/keyring")->resize(kKeyringFileBytesMax + 1);
  const auto opened = Keyring::open(disk_, kPlace, provider_);
  EXPECT_EQ(opened.error().error, KeyringError::Damaged);
  EXPECT_EQ(opened.error().part, KeyringPart::End);
}

TEST_F(KeyringTest, ANewGenerationIsForNewFilesAndKeepsTheOldReadable) {
  const DataKey old = keyring_->active().key;
  ASSERT_TRUE(keyring_->add_generation(provider_, UnixMs(kNow.value() + 5)).has_value());
  EXPECT_EQ(keyring_->active().generation, KeyGeneration(2));
  EXPECT_FALSE(equal(keyring_->active().key->view(), old->view()));
  EXPECT_TRUE(equal(keyring_->find(KeyGeneration(1))->view(), old->view()));
  EXPECT_EQ(reopened()->generations(),
            (std::vector<GenerationInfo>{
                {KeyGeneration(1), kNow, KeyState::ReadOnly},
                {KeyGeneration(2), UnixMs(kNow.value() + 5), KeyState::Active}}));
}

TEST_F(KeyringTest, RewrappingChangesNoDataKey) {
  ASSERT_TRUE(keyring_->rewrap(other_provider()).has_value());
  EXPECT_EQ(Keyring::open(disk_, kPlace, provider_).error().error, KeyringError::WrongProvider);
  const auto again = Keyring::open(disk_, kPlace, other_provider());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ((*again)->epoch(), 2U);
  EXPECT_EQ((*again)->database_id(), keyring_->database_id());
  EXPECT_TRUE(equal((*again)->active().key->view(), keyring_->active().key->view()));
}

TEST_F(KeyringTest, ARetiredGenerationHasNoKeyAnyMore) {
  ASSERT_TRUE(keyring_->add_generation(provider_, kNow).has_value());
  const DataKey held_by_an_open_file = keyring_->find(KeyGeneration(1));
  ASSERT_TRUE(keyring_->retire(provider_, KeyGeneration(1), RemainingBytes(0)).has_value());
  EXPECT_EQ(keyring_->find(KeyGeneration(1)), nullptr);
  EXPECT_EQ(reopened()->find(KeyGeneration(1)), nullptr);
  EXPECT_EQ(reopened()->generations().front().state, KeyState::Retired);
  EXPECT_EQ(held_by_an_open_file->size(), kDataKeyBytes);
}

TEST_F(KeyringTest, RetiresOnlyWhatNothingNeeds) {
  ASSERT_TRUE(keyring_->add_generation(provider_, kNow).has_value());
  const auto error_of = [&](std::uint32_t generation, std::uint64_t remaining) {
    return keyring_->retire(provider_, KeyGeneration(generation), RemainingBytes(remaining))
        .error()
        .error;
  };
  EXPECT_EQ(error_of(1, 1), KeyringError::StillUsed);
  EXPECT_EQ(error_of(2, 0), KeyringError::ActiveGeneration);
  EXPECT_EQ(error_of(3, 0), KeyringError::UnknownGeneration);
  EXPECT_NE(keyring_->find(KeyGeneration(1)), nullptr);
}

TEST_F(KeyringTest, ARetiredGenerationIsNeverGivenAgain) {
  ASSERT_TRUE(keyring_->add_generation(provider_, kNow).has_value());
  ASSERT_TRUE(keyring_->retire(provider_, KeyGeneration(1), RemainingBytes(0)).has_value());
  ASSERT_TRUE(keyring_->retire(provider_, KeyGeneration(1), RemainingBytes(0)).has_value());
  ASSERT_TRUE(keyring_->add_generation(provider_, kNow).has_value());
  EXPECT_EQ(keyring_->active().generation, KeyGeneration(3));
}

TEST_F(KeyringTest, AKeyringThatCannotBeUnwrappedIsNeverPutInPlace) {
  using crypto::provider::ProviderError;
  const Bytes before = *disk_.contents("/data/keyring");
  provider_.backend.unwrap_failure = {ProviderError::Refused, "no decryption with this key"};
  EXPECT_EQ(keyring_->add_generation(provider_, kNow).error().error, KeyringError::Refused);
  EXPECT_EQ(*disk_.contents("/data/keyring"), before);
  EXPECT_EQ(keyring_->active().generation, KeyGeneration(1));
  provider_.backend.unwrap_failure.reset();
  EXPECT_TRUE(keyring_->add_generation(provider_, kNow).has_value());
}

TEST_F(KeyringTest, AfterAFailedFileOperationNothingIsWritten) {
  disk_.fail_at(disk_.operations() + 2, FileError::Io);
  EXPECT_EQ(keyring_->rewrap(provider_).error().error, KeyringError::Io);
  EXPECT_EQ(keyring_->rewrap(provider_).error().error, KeyringError::Io);
  EXPECT_EQ(reopened()->epoch(), 1U);
}

TEST_F(KeyringTest, AFullDiskIsTold) {
  disk_.fail_at(disk_.operations() + 1, FileError::Full);
  EXPECT_EQ(keyring_->rewrap(provider_).error().error, KeyringError::Full);
}

TEST_F(KeyringTest, EveryFlippedBitOfTheFileIsFoundOut) {
  Bytes& file = *disk_.contents("/data/keyring");
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    file[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(Keyring::open(disk_, kPlace, provider_).has_value()) << bit;
    file[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  }
  EXPECT_TRUE(Keyring::open(disk_, kPlace, provider_).has_value());
}

}  // namespace
}  // namespace vitalstream::storage
