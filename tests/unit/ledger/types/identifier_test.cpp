#include "ledger/types/identifier.hpp"

#include <gtest/gtest.h>

#include <string>

#include "ledger/types/limits.hpp"

namespace vitalstream::ledger {
namespace {

TEST(Identifier, IsVisibleAscii) {
  EXPECT_TRUE(is_identifier("Practitioner/123|urn:oid:1.2.3"));
  EXPECT_FALSE(is_identifier(""));
  EXPECT_FALSE(is_identifier("two words"));
  EXPECT_FALSE(is_identifier("caf\xC3\xA9"));
  EXPECT_FALSE(is_identifier(std::string_view("a\0b", 3)));
  EXPECT_TRUE(is_identifier(std::string(kIdentifierCharsMax, 'x')));
  EXPECT_FALSE(is_identifier(std::string(kIdentifierCharsMax + 1, 'x')));
}

TEST(Identifier, MediaTypesMayHoldSpaces) {
  EXPECT_TRUE(is_media_type("application/fhir+json; charset=utf-8"));
  EXPECT_FALSE(is_media_type(""));
  EXPECT_FALSE(is_media_type("text/\tplain"));
  EXPECT_FALSE(is_media_type(std::string(kMediaTypeCharsMax + 1, 'x')));
}

TEST(Identifier, ChainIdsAreLowerCase) {
  EXPECT_TRUE(is_chain_id("consortium-1"));
  EXPECT_FALSE(is_chain_id(""));
  EXPECT_FALSE(is_chain_id("Consortium"));
  EXPECT_FALSE(is_chain_id("a_b"));
  EXPECT_TRUE(is_chain_id(std::string(64, 'a')));
  EXPECT_FALSE(is_chain_id(std::string(65, 'a')));
}

}  // namespace
}  // namespace vitalstream::ledger
