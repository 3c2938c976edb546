#include "node/config/raw_value.hpp"

namespace vitalstream::node {

RawValue raw_scalar(std::string_view text) {
  RawValue value;
  value.text = text;
  return value;
}

std::string shown(const RawValue& value) {
  switch (value.shape) {
    case RawValue::Shape::Scalar:
      return value.text;
    case RawValue::Shape::Section:
      return "a section";
    case RawValue::Shape::List:
      break;
  }
  std::string text;
  for (const RawValue& item : value.items) {
    text += text.empty() ? "" : ", ";
    text += shown(item);
  }
  return "[" + text + "]";
}

}  // namespace vitalstream::node
