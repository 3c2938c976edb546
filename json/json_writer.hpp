#pragma once
// JsonWriter: appends JSON to a text that the caller owns, without building a tree first. Answers
// are written once, straight into the bytes that leave. Commas are its business; nesting that does
// not match is the caller's bug. Strings must be UTF-8: they came in through the strict parser.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "base/strong.hpp"

namespace vitalstream {

// A JSON text that somebody else rendered and that is spliced in verbatim.
using RawJson = Strong<struct RawJsonTag, std::string>;

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  // Names are ours: plain ASCII that needs no escape.
  JsonWriter& name(std::string_view plain);

  JsonWriter& text(std::string_view utf8);
  JsonWriter& number(std::uint64_t value);
  JsonWriter& signed_number(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);
  JsonWriter& hex(ByteView bytes);
  JsonWriter& base64url(ByteView bytes);

 private:
  void separate();

  std::string& out_;
  bool comma_ = false;
};

// Appends `utf8` as a JSON string, quotes included.
void append_json_string(std::string& out, std::string_view utf8);

}  // namespace vitalstream
