#pragma once
// JsonSpelling: how the values of a JSON text were written, for what must be given back as it came:
// a parsed number has lost its zeros and exponent. Walks values without reading them; the text has
// passed the strict parser. Called by json_rpc. Pure.

#include <string_view>

namespace vitalstream {

class JsonSpelling {
 public:
  explicit JsonSpelling(std::string_view text);

  // Steps into the object or array that is next.
  void enter();
  // The next element of an array, or the value after a name; the comma behind it is consumed.
  [[nodiscard]] std::string_view next_value();
  // The value of the next member of an object.
  [[nodiscard]] std::string_view next_member();

 private:
  void skip(std::string_view characters);

  std::string_view rest_;
};

}  // namespace vitalstream
