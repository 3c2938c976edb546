// docs/genesis.md promises that its example is a genesis file as the program prints it.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "ledger/genesis/genesis.hpp"

namespace vitalstream::ledger {
namespace {

TEST(GenesisPage, ItsExampleIsAValidFileAsTheProgramPrintsIt) {
  std::ifstream file(VS_SOURCE_DIR "/docs/genesis.md");
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  const std::string fence = "```json\n";
  const std::size_t begin = page.find(fence) + fence.size();
  const std::string example = page.substr(begin, page.find("```", begin) - begin);
  const auto genesis = read_genesis(example);
  ASSERT_TRUE(genesis.has_value()) << genesis.error().path;
  EXPECT_EQ(print_document(genesis->document), example);
}

}  // namespace
}  // namespace vitalstream::ledger
