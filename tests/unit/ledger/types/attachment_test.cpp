#include "ledger/types/attachment.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::ledger {
namespace {

Attachment an_attachment(std::uint8_t salt, std::string_view content) {
  Attachment attachment;
  attachment.salt.fill(salt);
  attachment.content = to_bytes(as_bytes(content));
  return attachment;
}

AttachmentCommitment commitment_to(const Attachment& attachment) {
  return {commitment_of(attachment.salt, attachment.content),
          static_cast<std::uint32_t>(attachment.content.size()), "text/plain"};
}

TEST(Attachment, CommitsToSaltAndContent) {
  const Attachment attachment = an_attachment(7, "content");
  EXPECT_EQ(commitment_of(attachment.salt, attachment.content).value(),
            crypto::sha256({ByteView(attachment.salt), as_bytes("content")}));
}

TEST(Attachment, EveryMismatchHasItsOwnError) {
  const std::vector<Attachment> attachments = {an_attachment(1, "one"), an_attachment(2, "two")};
  std::vector<AttachmentCommitment> committed = {commitment_to(attachments[0]),
                                                 commitment_to(attachments[1])};
  EXPECT_EQ(check_attachments(committed, attachments), std::nullopt);
  EXPECT_EQ(check_attachments(committed, std::span(attachments).first(1)),
            AttachmentError::Missing);
  EXPECT_EQ(check_attachments(std::span(committed).first(1), attachments),
            AttachmentError::Surplus);
  committed[1].content_bytes = 4;
  EXPECT_EQ(check_attachments(committed, attachments), AttachmentError::WrongLength);
  committed[1] = commitment_to(an_attachment(3, "two"));
  EXPECT_EQ(check_attachments(committed, attachments), AttachmentError::WrongCommitment);
}

TEST(Attachment, APartIsReadBack) {
  std::vector<AttachmentList> lists(4);
  lists[1] = {an_attachment(1, "one"), an_attachment(2, "")};
  lists[3] = {an_attachment(3, "three")};
  const auto decoded = decode_attachments(encode_attachments(lists), lists.size());
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(*decoded, lists);
}

TEST(Attachment, APartHasItsGoldenBytes) {
  std::vector<AttachmentList> lists(2);
  lists[1] = {an_attachment(0xAA, "hi")};
  EXPECT_EQ(to_hex(encode_attachments(lists)),
            "0001"
            "0001"
            "01"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "00000002"
            "6869");
}

TEST(Attachment, RefusesAMalformedPart) {
  std::vector<AttachmentList> lists(3);
  lists[0] = {an_attachment(1, "one")};
  lists[2] = {an_attachment(2, "two")};
  const Bytes good = encode_attachments(lists);
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(decode_attachments(ByteView(good).first(length), 3).has_value());
  }
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_EQ(decode_attachments(longer, 3).error(), AttachmentError::Malformed);
  EXPECT_EQ(decode_attachments(good, 2).error(), AttachmentError::UnknownItem);
  Bytes twice = good;
  twice[2 + 2 + 1 + 32 + 4 + 3 + 1] = 0;  // the second entry's item
  EXPECT_EQ(decode_attachments(twice, 3).error(), AttachmentError::Malformed);
}

TEST(Attachment, RefusesMoreThanATransactionMayHave) {
  std::vector<AttachmentList> lists(1);
  lists[0].assign(2, an_attachment(1, std::string(600'000, 'x')));
  EXPECT_EQ(decode_attachments(encode_attachments(lists), 1).error(), AttachmentError::TooLarge);
  EXPECT_EQ(decode_attachments(Bytes(kBatchAttachmentBytesMax + 1), 1).error(),
            AttachmentError::TooLarge);
}

}  // namespace
}  // namespace vitalstream::ledger
