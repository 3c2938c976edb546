#include "crypto/provider/http/json_answer.hpp"

#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include "crypto/provider/limits.hpp"
#include "json/strict_json.hpp"

namespace vitalstream::crypto::provider {
namespace {

namespace json = boost::json;

constexpr std::size_t kDepthMax = 8;

// Overwrites what it gives back.
class WipingResource final : public json::memory_resource {
  void* do_allocate(std::size_t bytes, std::size_t) override { return ::operator new(bytes); }
  void do_deallocate(void* memory, std::size_t bytes, std::size_t) override;
  [[nodiscard]] bool do_is_equal(const json::memory_resource& other) const noexcept override {
    return this == &other;
  }
};

void WipingResource::do_deallocate(void* memory, std::size_t bytes, std::size_t) {
  wipe({static_cast<std::uint8_t*>(memory), bytes});
  ::operator delete(memory);
}

std::span<std::uint8_t> writable_bytes(std::string& text) {
  return {reinterpret_cast<std::uint8_t*>(text.data()), text.size()};
}

constexpr std::string_view kHexDigits = "0123456789abcdef";

}  // namespace

struct JsonAnswer::Value {
  Value(std::unique_ptr<WipingResource> memory_in, json::value root_in)
      : memory(std::move(memory_in)), root(std::move(root_in)) {}

  const std::unique_ptr<WipingResource> memory;
  // Lives in `memory`, where moving leaves it.
  const json::value root;

  // Null if a member on the way is missing or no object.
  [[nodiscard]] const json::value* at(Path path) const;
};

const json::value* JsonAnswer::Value::at(Path path) const {
  const json::value* value = &root;
  for (const std::string_view name : path) {
    const json::object* object = value->if_object();
    value = object == nullptr ? nullptr : object->if_contains(name);
    if (value == nullptr) {
      return nullptr;
    }
  }
  return value;
}

JsonAnswer::JsonAnswer(std::unique_ptr<Value> value) : value_(std::move(value)) {}

JsonAnswer::~JsonAnswer() = default;

std::unique_ptr<JsonAnswer> JsonAnswer::parse(ByteView body) {
  auto memory = std::make_unique<WipingResource>();
  auto parsed = parse_strict_json(
      as_text(body), {.bytes_max = kHttpBodyBytesMax, .depth_max = kDepthMax}, memory.get());
  if (parsed.has_error() || !parsed->is_object()) {
    return nullptr;
  }
  return std::unique_ptr<JsonAnswer>(
      new JsonAnswer(std::make_unique<Value>(std::move(memory), *std::move(parsed))));
}

std::optional<std::string_view> JsonAnswer::text(Path path) const {
  const json::value* value = value_->at(path);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::nullopt
                         : std::optional(std::string_view(text->data(), text->size()));
}

std::optional<std::uint64_t> JsonAnswer::number(Path path) const {
  const json::value* value = value_->at(path);
  if (value == nullptr || !value->is_int64() || value->get_int64() < 0) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(value->get_int64());
}

std::optional<bool> JsonAnswer::flag(Path path) const {
  const json::value* value = value_->at(path);
  return value == nullptr || !value->is_bool() ? std::nullopt : std::optional(value->get_bool());
}

std::vector<std::string_view> JsonAnswer::texts(Path path) const {
  std::vector<std::string_view> found;
  const json::value* value = value_->at(path);
  if (value == nullptr || !value->is_array()) {
    return found;
  }
  for (const json::value& one : value->get_array()) {
    if (const json::string* text = one.if_string()) {
      found.emplace_back(text->data(), text->size());
    }
  }
  return found;
}

JsonBody::~JsonBody() { wipe(writable_bytes(text_)); }

// Growing by hand, so that what std::string leaves behind is overwritten.
void JsonBody::add(std::string_view piece) {
  if (text_.size() + piece.size() > text_.capacity()) {
    std::string larger;
    larger.reserve(2 * (text_.size() + piece.size()));
    larger = text_;
    text_.swap(larger);
    wipe(writable_bytes(larger));
  }
  text_ += piece;
}

void JsonBody::quote(std::string_view value) {
  add("\"");
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      add("\\");
      add({&c, 1});
    } else if (byte < 0x20) {
      const char escaped[] = {'\\', 'u', '0', '0', kHexDigits[byte >> 4U], kHexDigits[byte & 15U]};
      add({escaped, sizeof escaped});
    } else {
      add({&c, 1});
    }
  }
  add("\"");
}

void JsonBody::name(std::string_view name) {
  if (text_.back() != '{') {
    add(",");
  }
  quote(name);
  add(":");
}

JsonBody& JsonBody::text(std::string_view member, std::string_view value) {
  name(member);
  quote(value);
  return *this;
}

JsonBody& JsonBody::number(std::string_view member, std::uint64_t value) {
  name(member);
  add(std::to_string(value));
  return *this;
}

JsonBody& JsonBody::flag(std::string_view member, bool value) {
  name(member);
  add(value ? "true" : "false");
  return *this;
}

JsonBody& JsonBody::object(std::string_view member, std::string_view inner,
                           std::string_view value) {
  name(member);
  add("{");
  name(inner);
  quote(value);
  add("}");
  return *this;
}

SecretBytes JsonBody::take() {
  add("}");
  return SecretBytes::copy_of(as_bytes(text_));
}

}  // namespace vitalstream::crypto::provider
