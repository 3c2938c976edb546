#include "net/rpc/api_page.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace vitalstream::net {
namespace {

const std::string kPage = VS_SOURCE_DIR "/docs/api.md";

std::string read_page() {
  std::ostringstream text;
  text << std::ifstream(kPage).rdbuf();
  return text.str();
}

// With VS_UPDATE_DOCS set, writes the reference into the page instead of comparing.
TEST(ApiPage, IsWhatTheTablesSay) {
  const std::string reference = api_reference(rpc_methods());
  const std::string page = read_page();
  const auto at = page.find("## Methods\n");
  ASSERT_NE(at, std::string::npos);
  if (std::getenv("VS_UPDATE_DOCS") != nullptr) {
    std::ofstream(kPage) << page.substr(0, at) << reference;
    return;
  }
  EXPECT_EQ(page.substr(at), reference) << "run this test with VS_UPDATE_DOCS=1 and commit";
}

TEST(ApiPage, ShowsNestedMembersByTheirPath) {
  const std::string reference = api_reference(rpc_methods());
  EXPECT_NE(reference.find("| `attachments[].salt` | base64url |"), std::string::npos);
  EXPECT_NE(reference.find("| `result.outcome` |"), std::string::npos);
  EXPECT_NE(reference.find("| `entries[].origin.txId` | hex, 64 digits |"), std::string::npos);
}

}  // namespace
}  // namespace vitalstream::net
