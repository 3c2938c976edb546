#include "node/config/yaml_document.hpp"

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include "json/utf8.hpp"

namespace vitalstream::node {
namespace {

using Parsed = Result<RawValue, YamlError>;

// yaml-cpp recurses per nested flow bracket; deep nesting is refused before it sees the text.
bool brackets_too_deep(std::string_view text) {
  std::size_t depth = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') {
      if (++depth > kConfigDepthMax) {
        return true;
      }
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kMergeKey = "<<";

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto code = static_cast<unsigned char>(c);
    return code < 0x20 || code == 0x7f;
  });
}

// What yaml-cpp would replace, or take for the end of the file. A mark is an editor's business at
// the beginning; further down it is where two files were put together, and would be part of a name.
std::optional<YamlError> refuse_bytes(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!is_utf8(line)) {
      return YamlError{number, "the text is not UTF-8"};
    }
    if (line.find(kByteOrderMark) != std::string::npos) {
      return YamlError{number, "there is a byte order mark within the text"};
    }
    std::replace(line.begin(), line.end(), '\t', ' ');
    if (line.ends_with('\r')) {
      line.pop_back();
    }
    if (has_control_character(line)) {
      return YamlError{number, "there is a control character in the text"};
    }
  }
  return std::nullopt;
}

// A tag asks for a reading that we do not have, such as `!vault`; only those of the types that are
// read anyway change nothing.
bool is_harmless(const std::string& tag) {
  constexpr std::string_view kHarmless[] = {"",
                                            "?",
                                            "!",
                                            "tag:yaml.org,2002:str",
                                            "tag:yaml.org,2002:int",
                                            "tag:yaml.org,2002:bool",
                                            "tag:yaml.org,2002:seq",
                                            "tag:yaml.org,2002:map"};
  return std::find(std::begin(kHarmless), std::end(kHarmless), tag) != std::end(kHarmless);
}

class Converter {
 public:
  [[nodiscard]] Parsed convert(const YAML::Node& node, std::size_t depth);

 private:
  [[nodiscard]] Parsed convert_list(const YAML::Node& node, std::size_t depth);
  [[nodiscard]] Parsed convert_section(const YAML::Node& node, std::size_t depth);

  std::size_t values_ = 0;  // aliases counted each time they are used
};

int line_of(const YAML::Node& node) { return node.Mark().is_null() ? 0 : node.Mark().line + 1; }

Parsed Converter::convert(const YAML::Node& node, std::size_t depth) {
  if (depth > kConfigDepthMax) {
    return YamlError{line_of(node), "nested too deeply"};
  }
  if (++values_ > kConfigValuesMax) {
    return YamlError{line_of(node), "too many values"};
  }
  if (!is_harmless(node.Tag())) {
    return YamlError{line_of(node), "the tag `" + node.Tag() + "` is not known"};
  }
  switch (node.Type()) {
    case YAML::NodeType::Sequence:
      return convert_list(node, depth);
    case YAML::NodeType::Map:
      return convert_section(node, depth);
    case YAML::NodeType::Scalar:
    case YAML::NodeType::Null:
    case YAML::NodeType::Undefined:
      break;
  }
  RawValue value = raw_scalar(node.IsScalar() ? node.Scalar() : std::string{});
  if (has_control_character(value.text)) {
    return YamlError{line_of(node),
                     "there is a line end or tab in the value: write it on one line"};
  }
  value.line = line_of(node);
  return value;
}

Parsed Converter::convert_list(const YAML::Node& node, std::size_t depth) {
  RawValue list;
  list.shape = RawValue::Shape::List;
  list.line = line_of(node);
  for (const auto& item : node) {
    auto converted = convert(item, depth + 1);
    if (!converted) {
      return converted;
    }
    list.items.push_back(*std::move(converted));
  }
  return list;
}

Parsed Converter::convert_section(const YAML::Node& node, std::size_t depth) {
  RawValue section;
  section.shape = RawValue::Shape::Section;
  section.line = line_of(node);
  for (const auto& member : node) {
    if (!member.first.IsScalar() || member.first.Scalar().empty()) {
      return YamlError{line_of(member.first), "a name must be a plain text"};
    }
    const std::string& name = member.first.Scalar();
    if (name == kMergeKey) {
      return YamlError{line_of(member.first), "`<<` is not read: write the keys themselves"};
    }
    if (std::any_of(section.members.begin(), section.members.end(),
                    [&](const RawMember& other) { return other.name == name; })) {
      return YamlError{line_of(member.first), "`" + name + "` is given twice"};
    }
    auto converted = convert(member.second, depth + 1);
    if (!converted) {
      return converted;
    }
    section.members.push_back({name, *std::move(converted)});
  }
  return section;
}

// By itself, because a node can be made of anything, an error included.
struct Document {
  YAML::Node root;
};

// Where a second document says something.
class SecondContent final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override { ++documents_; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { note(mark); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                const std::string&) override {
    note(mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    note(mark);
  }
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    note(mark);
  }
  void OnMapEnd() override {}

  [[nodiscard]] std::size_t documents() const { return documents_; }
  [[nodiscard]] std::optional<int> line() const { return line_; }

 private:
  void note(const YAML::Mark& mark) {
    if (speaking_ == 0) {
      speaking_ = documents_;
    } else if (speaking_ != documents_ && !line_) {
      line_ = mark.line + 1;
    }
  }

  std::size_t documents_ = 0;
  std::size_t speaking_ = 0;  // the number of the one that says something
  std::optional<int> line_;
};

// A line that begins further left than the first one ends the document for yaml-cpp, and what
// follows would be another. At a bracket that closes nothing its parser stands still and finds
// documents without end.
std::optional<YamlError> refuse_second_document(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  SecondContent second;
  while (!second.line() && parser.HandleNextDocument(second)) {
    if (second.documents() > kConfigDocumentsMax) {
      return YamlError{0, "too many documents, or a bracket that closes nothing"};
    }
  }
  if (second.line()) {
    return YamlError{*second.line(),
                     "a second document begins here: write one, and its sections at one depth"};
  }
  return std::nullopt;
}

// The one that says something, of a text of which is known that it has no second one, and an end.
YAML::Node only_document(const std::string& text) {
  const std::vector<YAML::Node> documents = YAML::LoadAll(text);
  const auto speaking = std::ranges::find_if(
      documents, [](const YAML::Node& document) { return !document.IsNull(); });
  return speaking == documents.end() ? YAML::Node{} : *speaking;
}

}  // namespace

Result<RawValue, YamlError> parse_yaml(std::string_view text) {
  if (text.size() > kConfigBytesMax) {
    return YamlError{0, "larger than 1 MiB"};
  }
  if (brackets_too_deep(text)) {
    return YamlError{0, "nested too deeply"};
  }
  if (auto refused = refuse_bytes(text)) {
    return *std::move(refused);
  }
  try {
    const std::string whole(text);
    if (auto refused = refuse_second_document(whole)) {
      return *std::move(refused);
    }
    const YAML::Node root = only_document(whole);
    if (root.IsNull()) {
      RawValue empty;
      empty.shape = RawValue::Shape::Section;
      return empty;
    }
    return Converter{}.convert(root, 0);
  } catch (const YAML::Exception& error) {
    return YamlError{error.mark.is_null() ? 0 : error.mark.line + 1, error.msg};
  }
}

}  // namespace vitalstream::node
