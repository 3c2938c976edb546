#include "net/wire/batch_frame.hpp"

#include <gtest/gtest.h>

#include "tests/unit/net/wire/wire_samples.hpp"

namespace vitalstream::net {
namespace {

TEST(BatchFrame, StoresHeaderAndBodyTogetherAndAttachmentsApart) {
  const Bytes stored = encode_stored_batch(samples::batch_header(4), as_bytes("body"));
  const auto frame = decode_stored_batch(stored);
  ASSERT_TRUE(frame.has_value());
  EXPECT_EQ(as_text(frame->body), "body");
  EXPECT_TRUE(frame->attachments.empty());
  EXPECT_TRUE(equal(frame->stored, stored));
}

TEST(BatchFrame, RefusesEveryTruncation) {
  const Bytes stored = encode_stored_batch(samples::batch_header(4), as_bytes("body"));
  for (std::size_t length = 0; length < stored.size(); ++length) {
    EXPECT_FALSE(decode_stored_batch(ByteView(stored).first(length)).has_value());
  }
}

}  // namespace
}  // namespace vitalstream::net
