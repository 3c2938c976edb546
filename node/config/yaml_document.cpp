#include "node/config/yaml_document.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <utility>

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

class Converter {
 public:
  [[nodiscard]] Parsed convert(const YAML::Node& node, std::size_t depth);

 private:
  [[nodiscard]] Parsed convert_list(const YAML::Node& node, std::size_t depth);
  [[nodiscard]] Parsed convert_section(const YAML::Node& node, std::size_t depth);

  std::size_t values_ = 0;  // aliases counted each time they are used
};

int line_of(const YAML::Node& node) {
  return node.Mark().is_null() ? 0 : node.Mark().line + 1;
}

Parsed Converter::convert(const YAML::Node& node, std::size_t depth) {
  if (depth > kConfigDepthMax) {
    return YamlError{line_of(node), "nested too deeply"};
  }
  if (++values_ > kConfigValuesMax) {
    return YamlError{line_of(node), "too many values"};
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

}  // namespace

Result<RawValue, YamlError> parse_yaml(std::string_view text) {
  if (text.size() > kConfigBytesMax) {
    return YamlError{0, "larger than 1 MiB"};
  }
  if (brackets_too_deep(text)) {
    return YamlError{0, "nested too deeply"};
  }
  try {
    const YAML::Node document = YAML::Load(std::string{text});
    if (document.IsNull()) {
      RawValue empty;
      empty.shape = RawValue::Shape::Section;
      return empty;
    }
    return Converter{}.convert(document, 0);
  } catch (const YAML::Exception& error) {
    return YamlError{error.mark.is_null() ? 0 : error.mark.line + 1, error.msg};
  }
}

}  // namespace vitalstream::node
