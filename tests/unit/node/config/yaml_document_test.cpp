#include "node/config/yaml_document.hpp"

#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

std::string reason(const std::string& text) {
  const auto parsed = parse_yaml(text);
  return parsed ? "accepted" : parsed.error().reason;
}

TEST(YamlDocument, KeepsSectionsListsScalarsAndLines) {
  const auto parsed = parse_yaml("rpc:\n  listen: [a, b]\n  depth: 32\n");
  ASSERT_TRUE(parsed);
  ASSERT_EQ(parsed->members.size(), 1U);
  const auto& [name, rpc] = parsed->members[0];
  EXPECT_EQ(name, "rpc");
  ASSERT_EQ(rpc.members.size(), 2U);
  EXPECT_EQ(rpc.members[0].value.shape, RawValue::Shape::List);
  EXPECT_EQ(shown(rpc.members[0].value), "[a, b]");
  EXPECT_EQ(rpc.members[1].value.text, "32");
  EXPECT_EQ(rpc.members[1].value.line, 3);
}

TEST(YamlDocument, AnEmptyDocumentIsAnEmptySection) {
  for (const char* text : {"", "\n", "# only a comment\n", "---\n"}) {
    const auto parsed = parse_yaml(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(parsed->shape, RawValue::Shape::Section);
    EXPECT_TRUE(parsed->members.empty());
  }
}

TEST(YamlDocument, RefusesANameThatIsGivenTwice) {
  const auto parsed = parse_yaml("a: 1\nb: 2\na: 3\n");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().line, 3);
  EXPECT_EQ(parsed.error().reason, "`a` is given twice");
}

TEST(YamlDocument, RefusesWhatIsNoYaml) {
  const auto parsed = parse_yaml("a: [1, 2\nb: 3\n");
  ASSERT_FALSE(parsed);
  EXPECT_GT(parsed.error().line, 0);
  EXPECT_NE(reason("a: \"unclosed"), "accepted");
  EXPECT_NE(reason("\t: x"), "accepted");
}

TEST(YamlDocument, RefusesNamesThatAreNoTexts) {
  EXPECT_EQ(reason("[a, b]: 1"), "a name must be a plain text");
  EXPECT_EQ(reason("\"\": 1"), "a name must be a plain text");
}

TEST(YamlDocument, RefusesDeepNesting) {
  EXPECT_EQ(reason(std::string(100'000, '[')), "nested too deeply");
  EXPECT_EQ(reason(std::string(100'000, '{')), "nested too deeply");
  std::string sections;
  for (std::size_t depth = 0; depth <= kConfigDepthMax + 1; ++depth) {
    sections += std::string(depth, ' ') + "a:\n";
  }
  EXPECT_EQ(reason(sections), "nested too deeply");
}

TEST(YamlDocument, CountsAliasesEachTimeTheyAreUsed) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i <= 6; ++i) {
    const std::string below = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j) {
      text += (j == 0 ? "" : ", ") + below;
    }
    text += "]\n";
  }
  EXPECT_EQ(reason(text), "too many values");
}

TEST(YamlDocument, RefusesWhatIsTooLarge) {
  EXPECT_EQ(reason(std::string(kConfigBytesMax + 1, '\n')), "larger than 1 MiB");
}

}  // namespace
}  // namespace vitalstream::node
