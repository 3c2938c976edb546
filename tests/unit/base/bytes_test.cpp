#include "base/bytes.hpp"

#include <gtest/gtest.h>

namespace vitalstream {
namespace {

TEST(ByteString, TextAndBytesAreTheSameMemory) {
  const std::string_view text = "abc";
  EXPECT_EQ(as_text(as_bytes(text)).data(), text.data());
}

TEST(ByteString, AppendKeepsWhatWasThere) {
  Bytes bytes{1};
  append(bytes, Bytes{2, 3});
  EXPECT_EQ(bytes, (Bytes{1, 2, 3}));
  EXPECT_TRUE(equal(bytes, to_bytes(bytes)));
  EXPECT_FALSE(equal(bytes, Bytes{1, 2}));
}

}  // namespace
}  // namespace vitalstream
