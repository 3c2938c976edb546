#include "crypto/pki/pem_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace vitalstream::crypto {
namespace {

const std::string kBlock = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

TEST(PemText, BlocksThatBeginTheirLinesAreSeen) {
  for (const std::string& text : {std::string(), kBlock, kBlock + kBlock, "a comment\n" + kBlock,
                                  std::string("subject=CN\r\n") + kBlock, std::string("no PEM")}) {
    EXPECT_TRUE(begins_all_blocks(text)) << text;
  }
}

TEST(PemText, ABlockBehindSomethingElseWouldBePassedOver) {
  for (const std::string& text :
       {"\xef\xbb\xbf" + kBlock, " " + kBlock, "\t" + kBlock, kBlock + " " + kBlock,
        "# " + kBlock + kBlock, kBlock.substr(0, kBlock.size() - 1) + kBlock}) {
    EXPECT_FALSE(begins_all_blocks(text)) << text;
  }
}

TEST(PemText, WhatCannotBeReadIsTheLoadersBusiness) {
  EXPECT_TRUE(file_begins_all_blocks("/nonexistent/ca.pem"));
}

}  // namespace
}  // namespace vitalstream::crypto
