#pragma once
// RawValue: what somebody wrote, before it has a meaning: a scalar text, a list or a section.
// It keeps the line, so that a problem can be pointed at.

#include <string>
#include <string_view>
#include <vector>

namespace vitalstream::node {

struct RawMember;

struct RawValue {
  enum class Shape { Scalar, List, Section };

  Shape shape = Shape::Scalar;
  std::string text;                // of a scalar
  std::vector<RawValue> items;     // of a list
  std::vector<RawMember> members;  // of a section, as written
  int line = 0;                    // from 1; 0 if not from a file
};

struct RawMember {
  std::string name;
  RawValue value;
};

[[nodiscard]] RawValue raw_scalar(std::string_view text);

// As a person would recognise it: the text itself, "a, b" of a list, "a section" of a section.
[[nodiscard]] std::string shown(const RawValue& value);

}  // namespace vitalstream::node
