#include "node/metrics/metrics_page.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace vitalstream::node {
namespace {

constexpr const char* kPagePath = VS_SOURCE_DIR "/docs/metrics.md";

std::string page_on_disk() {
  std::ifstream file{kPagePath, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(MetricsPage, TheDocumentIsTheGeneratedText) {
  if (std::getenv("VS_REWRITE_DOCS") != nullptr) {
    std::ofstream{kPagePath, std::ios::binary} << metrics_page();
  }
  EXPECT_TRUE(page_on_disk() == metrics_page())
      << "docs/metrics.md differs from the table of metrics; rewrite it with\n"
         "VS_REWRITE_DOCS=1 ctest --preset dev -R MetricsPage";
}

}  // namespace
}  // namespace vitalstream::node
