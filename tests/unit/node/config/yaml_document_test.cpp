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

// "LINE: REASON" of what is refused.
std::string refusal(const std::string& text) {
  const auto parsed = parse_yaml(text);
  return parsed ? "accepted" : std::to_string(parsed.error().line) + ": " + parsed.error().reason;
}

TEST(YamlDocument, ReadsMarksMarkersAndLineEndsAsTheyAreMeant) {
  for (const char* text :
       {"\xef\xbb\xbf"
        "a: 1\n",
        "a: 1\r\n", "---\na: 1\n...\n", "---\n---\na: 1\n", "a: 1\n---\n", "%YAML 1.2\n---\na: 1\n",
        "a: !!int 1\n", "a: '1'\n", "x: &b 1\na: *b\n", "a:\t1\n"}) {
    const auto parsed = parse_yaml(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(parsed->members.back().name, "a") << text;
    EXPECT_EQ(parsed->members.back().value.text, "1") << text;
  }
}

TEST(YamlDocument, RefusesABracketThatClosesNothing) {
  for (const char* text : {"]", "}", "a: 1\n]", "a: 1\n}\nb: 2", "]]]]", "- a\n]"}) {
    EXPECT_FALSE(parse_yaml(text)) << text;
  }
}

TEST(YamlDocument, RefusesASecondDocument) {
  const std::string reason =
      "a second document begins here: write one, and its sections at one depth";
  EXPECT_EQ(refusal("a: 1\n---\nb: 2\n"), "3: " + reason);
  EXPECT_EQ(refusal("a: 1\n...\nb: 2\n"), "3: " + reason);
  // Both of these end the first document for the library.
  EXPECT_EQ(refusal("  a: 1\nb: 2\n"), "2: " + reason);
  EXPECT_EQ(refusal("{a: 1}\nb: 2\n"), "2: " + reason);
}

TEST(YamlDocument, RefusesTextThatCouldBeReadOtherwise) {
  EXPECT_EQ(refusal("a: 1\nb: \xfc\n"), "2: the text is not UTF-8");
  EXPECT_EQ(refusal(std::string("\xff\xfe"
                                "a\0",
                                4)),
            "1: the text is not UTF-8");
  EXPECT_EQ(refusal("a: 1\n\xef\xbb\xbf"
                    "b: 2\n"),
            "2: there is a byte order mark within the text");
  EXPECT_EQ(refusal(std::string("a: 1\nb: x\0y\n", 12)),
            "2: there is a control character in the text");
  EXPECT_EQ(refusal("a: 1\rb: 2\r\n"), "1: there is a control character in the text");
  EXPECT_EQ(refusal("a:\n\tb: 1\n").substr(0, 2), "2:");
}

TEST(YamlDocument, RefusesValuesOfSeveralLines) {
  const std::string reason = "there is a line end or tab in the value: write it on one line";
  EXPECT_EQ(refusal("a: |\n  x\n"), "1: " + reason);
  EXPECT_EQ(refusal("b: 1\na: \"x\\ny\"\n"), "2: " + reason);
  EXPECT_EQ(refusal("a: \"x\\0\"\n"), "1: " + reason);
}

TEST(YamlDocument, RefusesMergeKeysAndTagsThatItDoesNotKnow) {
  EXPECT_EQ(refusal("x: &b {c: 1}\na:\n  <<: *b\n"),
            "3: `<<` is not read: write the keys themselves");
  EXPECT_EQ(refusal("b: 1\na: !vault x\n"), "2: the tag `!vault` is not known");
  EXPECT_EQ(refusal("a: !!binary eA==\n"), "1: the tag `tag:yaml.org,2002:binary` is not known");
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
