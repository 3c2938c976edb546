#include "crypto/provider/http/form_encoding.hpp"

#include <gtest/gtest.h>

namespace vitalstream::crypto::provider {
namespace {

TEST(FormEncoding, OnlyUnreservedCharactersStandAsTheyAre) {
  EXPECT_EQ(form_encoded("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(form_encoded("https://v/.default"), "https%3A%2F%2Fv%2F.default");
  EXPECT_EQ(form_encoded("a b+&=\n\xFF"), "a%20b%2B%26%3D%0A%FF");
  EXPECT_EQ(form_encoded(""), "");
}

}  // namespace
}  // namespace vitalstream::crypto::provider
