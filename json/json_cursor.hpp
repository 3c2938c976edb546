#pragma once
// JsonCursor: reads a text that is_ijson has accepted, value by value, without building a tree.
// Strings are views into the text, or into the TextArena where escapes had to be decoded. On a text
// that was not checked first it yields nonsense but never reads outside the text. Pure.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace vitalstream {

// Room for decoded strings. Addresses stay when it is moved from by `release`.
class TextArena {
 public:
  // All strings together never decode to more than `capacity` bytes; allocated at first use.
  explicit TextArena(std::size_t capacity) : capacity_(capacity) {}

  [[nodiscard]] std::string_view decode(std::string_view inside);
  [[nodiscard]] std::unique_ptr<char[]> release() { return std::move(storage_); }

 private:
  std::size_t capacity_;
  std::size_t used_ = 0;
  std::unique_ptr<char[]> storage_;
};

enum class JsonKind { Object, Array, String, Number, Literal, End };

class JsonCursor {
 public:
  // Both outlive the cursor.
  JsonCursor(std::string_view text, TextArena& arena);

  // Of the value that the cursor stands at.
  [[nodiscard]] JsonKind kind() const;
  // Steps into an object or array.
  void enter();
  // Within an object: the next member's name, with the cursor at its value; nothing at the object's
  // end, which is then behind the cursor. Each value must be consumed before the next call.
  [[nodiscard]] std::optional<std::string_view> next_name();
  // The same within an array.
  [[nodiscard]] bool next_element();

  // Consume the value; nothing if it is of another kind.
  [[nodiscard]] std::optional<std::string_view> string();
  // An integer without sign, fraction or exponent.
  [[nodiscard]] std::optional<std::int64_t> natural();
  // The text of the value.
  std::string_view skip();

 private:
  void skip_space();
  // Consumes a comma; true at the closing bracket, which is consumed too.
  [[nodiscard]] bool at_end_of(char bracket);

  std::string_view rest_;
  TextArena* arena_;
};

}  // namespace vitalstream
