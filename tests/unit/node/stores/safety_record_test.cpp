// C15: without a safety record that can be believed a node observes, and says why and how to go on;
// where nothing is damaged, somebody has to put something right first.
#include "node/stores/safety_record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/encrypted_fs/limits.hpp"
#include "storage/journal_files.hpp"
#include "tests/storage/crash_disk.hpp"
#include "tests/storage/encrypted_fs/fixed_keys.hpp"

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const storage::JournalPlace kPlace{.directory = "/data/safety", .identity = {1, 2, 3}};

class SafetyRecordTest : public ::testing::Test {
 protected:
  void begin() {
    RecordFiles files(disk_, keys_);
    auto opened = storage::Journal::create(files.ops(), kPlace);
    ASSERT_TRUE(opened.has_value());
    for (const Bytes& record : records_) {
      opened->journal->append(record);
      ASSERT_TRUE(opened->journal->sync());
    }
  }
  Bytes& file() { return *disk_.contents(kPlace.directory / storage::journal_name(1)); }
  Result<SafetyRecord, SetupFailure> open(storage::JournalPlace place = kPlace) {
    RecordFiles files(disk_, keys_);
    return open_safety_record(files, place);
  }
  std::string trouble() {
    const auto opened = open();
    EXPECT_TRUE(opened && opened->journal == nullptr && opened->replay.records.empty());
    return opened ? opened->trouble : opened.error().reason;
  }

  storage::CrashDisk disk_{1};
  std::shared_ptr<storage::FixedKeys> keys_ = std::make_shared<storage::FixedKeys>();
  std::vector<Bytes> records_{Bytes(300, 7), Bytes(40, 9), Bytes(900, 3)};
};

TEST_F(SafetyRecordTest, AWholeRecordIsReplayed) {
  begin();
  const auto opened = open();
  ASSERT_TRUE(opened && opened->journal);
  EXPECT_EQ(opened->replay.records, records_);
  EXPECT_TRUE(opened->trouble.empty());
}

TEST_F(SafetyRecordTest, ADamagedRecordIsObservedWithFileByteGenerationAndTheWayOut) {
  begin();
  file()[storage::kFileHeaderBytes + 40] ^= 1;
  const std::string said = trouble();
  EXPECT_THAT(said, HasSubstr(storage::journal_name(1)));
  EXPECT_THAT(said, HasSubstr("at byte 4096, key generation 1"));
  EXPECT_THAT(said, HasSubstr("init --new-safety-record"));
  EXPECT_THAT(said, Not(HasSubstr("restore")));
}

TEST_F(SafetyRecordTest, ARecordThatDoesNotBeginLikeOneIsDamaged) {
  begin();
  file()[0] ^= 1;
  EXPECT_THAT(trouble(), HasSubstr("does not begin like an encrypted file"));
}

TEST_F(SafetyRecordTest, AMissingRecordIsObserved) {
  EXPECT_THAT(trouble(), HasSubstr("init --new-safety-record"));
}

TEST_F(SafetyRecordTest, ARecordOfAnotherKeyOrNodeIsNoDamage) {
  begin();
  EXPECT_FALSE(open({.directory = kPlace.directory, .identity = {1, 2, 4}}).has_value());
  keys_->set(storage::KeyGeneration(1), 99);
  const auto refused = open();
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().reason, HasSubstr("put back the newest keyring"));
  EXPECT_THAT(refused.error().reason, Not(HasSubstr("init --new-safety-record")));
}

}  // namespace
}  // namespace vitalstream::node
