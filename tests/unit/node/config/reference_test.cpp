#include "node/config/reference.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "node/config/key_table.hpp"

namespace vitalstream::node {
namespace {

constexpr const char* kPagePath = VS_SOURCE_DIR "/docs/configuration.md";

std::string page_on_disk() {
  std::ifstream file{kPagePath, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(ReferencePage, TheDocumentIsTheGeneratedText) {
  if (std::getenv("VS_REWRITE_DOCS") != nullptr) {
    std::ofstream{kPagePath, std::ios::binary} << reference_page();
  }
  EXPECT_TRUE(page_on_disk() == reference_page())
      << "docs/configuration.md differs from the key table; rewrite it with\n"
         "VS_REWRITE_DOCS=1 ctest --preset dev -R ReferencePage";
}

TEST(ReferencePage, NamesEveryKeyFlagAndVariable) {
  const std::string page = reference_page();
  for (const KeySpec& key : key_table()) {
    EXPECT_NE(page.find("### `" + std::string{key.path} + "`"), std::string::npos) << key.path;
    EXPECT_NE(page.find("`" + flag_name(key) + "`"), std::string::npos) << key.path;
    EXPECT_NE(page.find("`" + variable_name(key) + "`"), std::string::npos) << key.path;
  }
}

}  // namespace
}  // namespace vitalstream::node
