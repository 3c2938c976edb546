#include "ledger/types/batch_room.hpp"

#include <gtest/gtest.h>

namespace vitalstream::ledger {
namespace {

TEST(BatchRoom, AttachmentsTakeWhatIsCountedForThem) {
  std::vector<AttachmentList> lists(3);
  lists[0] = {Attachment{{}, Bytes(5)}, Attachment{{}, Bytes()}};
  lists[2] = {Attachment{{}, Bytes(1'000)}};
  std::size_t counted = kBatchAttachmentsCountBytes;
  for (const AttachmentList& list : lists) {
    counted += attachment_list_bytes(list);
  }
  EXPECT_EQ(encode_attachments(lists).size(), counted);
  EXPECT_EQ(attachment_list_bytes({}), 0U);
}

}  // namespace
}  // namespace vitalstream::ledger
