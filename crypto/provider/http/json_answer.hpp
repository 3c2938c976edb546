#pragma once
// JSON as providers speak it. JsonAnswer reads an answer strictly and hands out what is asked for;
// JsonBody writes a request. Both overwrite their memory, because keys pass through it. A value of
// one thread.

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/secret_bytes.hpp"

namespace vitalstream::crypto::provider {

class JsonAnswer {
 public:
  using Path = std::initializer_list<std::string_view>;

  // Null unless it is one strict JSON object.
  [[nodiscard]] static std::unique_ptr<JsonAnswer> parse(ByteView body);
  ~JsonAnswer();
  JsonAnswer(const JsonAnswer&) = delete;
  JsonAnswer& operator=(const JsonAnswer&) = delete;

  // What stands at the end of these member names, if it is of that type. Views live as long as
  // this.
  [[nodiscard]] std::optional<std::string_view> text(Path path) const;
  [[nodiscard]] std::optional<std::uint64_t> number(Path path) const;
  [[nodiscard]] std::optional<bool> flag(Path path) const;
  // The texts of an array; others in it are left out.
  [[nodiscard]] std::vector<std::string_view> texts(Path path) const;

 private:
  struct Value;
  explicit JsonAnswer(std::unique_ptr<Value> value);

  std::unique_ptr<Value> value_;
};

class JsonBody {
 public:
  JsonBody() : text_("{") {}
  JsonBody(const JsonBody&) = delete;
  JsonBody& operator=(const JsonBody&) = delete;
  ~JsonBody();

  JsonBody& text(std::string_view name, std::string_view value);
  JsonBody& number(std::string_view name, std::uint64_t value);
  JsonBody& flag(std::string_view name, bool value);
  // An object with one text.
  JsonBody& object(std::string_view name, std::string_view member, std::string_view value);
  // Ends it.
  [[nodiscard]] SecretBytes take();

 private:
  void name(std::string_view name);
  void quote(std::string_view value);
  void add(std::string_view piece);

  std::string text_;
};

}  // namespace vitalstream::crypto::provider
