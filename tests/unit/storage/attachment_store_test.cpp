#include "storage/attachment_store.hpp"

#include "tests/unit/storage/database_fixture.hpp"

namespace vitalstream::storage {
namespace {

class AttachmentStoreTest : public DatabaseFixture {
 protected:
  void put(std::uint64_t batch, const std::vector<NewAttachment>& attachments) {
    ASSERT_TRUE(database_->put_batch({.digest = numbered<BatchDigest>(batch),
                                      .encoded = as_bytes("body"),
                                      .attachments = attachments}));
  }
};

NewAttachment attachment(std::uint32_t item, std::uint16_t number, std::string_view content) {
  return {.position = {.item = item, .number = number},
          .salt = ledger::Salt{static_cast<std::uint8_t>(item), 7},
          .content = as_bytes(content)};
}

TEST_F(AttachmentStoreTest, ReadsOneBack) {
  put(1, {attachment(3, 1, "content")});
  const auto found = database_->attachments().read(numbered<BatchDigest>(1), {3, 1});
  ASSERT_TRUE(found.has_value() && found->has_value());
  EXPECT_EQ(as_text((*found)->content), "content");
  EXPECT_EQ((*found)->salt, (ledger::Salt{3, 7}));
}

TEST_F(AttachmentStoreTest, ReadsAllOfABatchInOrder) {
  put(1, {attachment(300, 0, "c"), attachment(2, 1, "b"), attachment(2, 0, "")});
  put(2, {attachment(1, 0, "other")});
  const auto found = database_->attachments().read_all(numbered<BatchDigest>(1));
  ASSERT_EQ(found->size(), 3U);
  EXPECT_EQ((*found)[0].position, (AttachmentPosition{2, 0}));
  EXPECT_TRUE((*found)[0].content.empty());
  EXPECT_EQ((*found)[1].position, (AttachmentPosition{2, 1}));
  EXPECT_EQ((*found)[2].position, (AttachmentPosition{300, 0}));
}

TEST_F(AttachmentStoreTest, OneThatNeverCameIsAnAnswer) {
  put(1, {});
  EXPECT_FALSE(database_->attachments().read(numbered<BatchDigest>(1), {0, 0})->has_value());
  EXPECT_TRUE(database_->attachments().read_all(numbered<BatchDigest>(1))->empty());
}

TEST_F(AttachmentStoreTest, TheyMayComeAfterTheirBatch) {
  put(1, {});
  put(1, {attachment(0, 0, "late")});
  EXPECT_TRUE(database_->attachments().read(numbered<BatchDigest>(1), {0, 0})->has_value());
}

TEST_F(AttachmentStoreTest, LargeContentIsReadBackAfterReopening) {
  const std::string large(1024 * 1024, 'x');
  put(1, {attachment(0, 0, large)});
  reopen();
  const auto found = database_->attachments().read(numbered<BatchDigest>(1), {0, 0});
  EXPECT_EQ(as_text((*found)->content), large);
}

}  // namespace
}  // namespace vitalstream::storage
