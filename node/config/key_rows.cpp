#include "node/config/key_rows.hpp"

#include <utility>

namespace vitalstream::node {
namespace {

KeySpec number(KeySpec key, Unit unit, Range range) {
  key.unit = unit;
  key.least = range.least;
  key.most = range.most;
  return key;
}

}  // namespace

KeySpec required(Text path, Field field, Text doc) {
  KeySpec key = plain(path, field, "", doc);
  key.need = Need::Required;
  return key;
}

KeySpec plain(Text path, Field field, Text default_text, Text doc) {
  return {.path = path, .field = field, .default_text = default_text, .doc = doc};
}

KeySpec choice(Text path, Field field, Text default_text, std::vector<Text> choices, Text doc) {
  KeySpec key = plain(path, field, default_text, doc);
  key.choices = std::move(choices);
  return key;
}

KeySpec count(Text path, Field field, Text default_text, Range range, Text doc) {
  return number(plain(path, field, default_text, doc), Unit::None, range);
}

KeySpec size(Text path, Field field, Text default_text, Range range, Text doc) {
  return number(plain(path, field, default_text, doc), Unit::Bytes, range);
}

KeySpec time_ms(Text path, Field field, Text default_text, Range range, Text doc) {
  return number(plain(path, field, default_text, doc), Unit::Milliseconds, range);
}

KeySpec time_s(Text path, Field field, Text default_text, Range range, Text doc) {
  return number(plain(path, field, default_text, doc), Unit::Seconds, range);
}

KeySpec also_variable(Text name, KeySpec key) {
  key.other_variables.push_back(name);
  return key;
}

KeySpec with_flag(Text name, KeySpec key) {
  key.other_flag = name;
  return key;
}

}  // namespace vitalstream::node
