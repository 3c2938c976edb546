#include "net/rpc/json_rpc.hpp"

#include <algorithm>

#include "json/json_cursor.hpp"
#include "json/json_writer.hpp"

namespace vitalstream::net {
namespace {

namespace json = boost::json;

// Most messages fit; a longer one takes from the heap and gives back with the next message.
constexpr std::size_t kParserMemoryBytes = 64 * kRpcKiB;

RpcError invalid(std::string detail) {
  return {.cause = RpcCause::InvalidRequest, .detail = std::move(detail)};
}

// The word of the error, and what would be right where the word does not say it.
std::string words_of(JsonError error) {
  const std::string word(to_string(error));
  switch (error) {
    case JsonError::IntegerOutOfRange:
      return word + ": integers lie within 2^53 - 1 either way; a larger id goes in a string";
    case JsonError::NumberNotFinite:
      return word + ": a number lies below 1e308";
    case JsonError::DuplicateName:
      return word + ": a name stands twice in one object";
    case JsonError::Malformed:
      return word + ": JSON in UTF-8, without a byte order mark, and nothing behind it";
    case JsonError::TooLong:
    case JsonError::TooDeep:
    case JsonError::TooManyNames:
    case JsonError::Noncharacter:
      return word;
  }
  return word;
}

// An id that parsing does not keep as it was written: a fraction, an exponent, a minus before zero.
bool is_spelled_id(const json::value* id) {
  return id != nullptr && (id->is_double() || (id->if_int64() != nullptr && id->get_int64() == 0));
}

bool has_spelled_ids(const json::array& members) {
  return std::ranges::any_of(members, [](const json::value& member) {
    const json::object* request = member.if_object();
    return request != nullptr && is_spelled_id(request->if_contains("id"));
  });
}

// How the id of this request was written.
std::string spelling_of_id(std::string_view request) {
  TextArena names(request.size());
  JsonCursor members(request, names);
  members.enter();
  while (const auto name = members.next_name()) {
    const std::string_view value = members.skip();
    if (*name == "id") {
      return std::string(value);
    }
  }
  return {};
}

// The id as JSON text, a placeholder where only the message's text knows it; nothing if it is of a
// kind that an id may not be.
std::optional<std::string> id_text(const json::value& id) {
  std::string text;
  if (const auto* word = id.if_string()) {
    append_json_string(text, *word);
  } else if (const auto* integer = id.if_int64()) {
    text = std::to_string(*integer);
  } else if (id.is_null() || id.is_double()) {
    text = kNullId;
  } else {
    return std::nullopt;
  }
  return text.size() <= kRpcIdBytesMax ? std::optional(std::move(text)) : std::nullopt;
}

// What is wrong with the members other than the id; fills in the method and the parameters.
std::optional<RpcError> read_members(const json::object& object, RpcRequest& request) {
  const json::value* version = object.if_contains("jsonrpc");
  const json::value* method = object.if_contains("method");
  request.params = object.if_contains("params");
  if (version == nullptr || !version->is_string() || version->get_string() != "2.0") {
    return invalid("jsonrpc: must be \"2.0\"");
  }
  if (method == nullptr || !method->is_string()) {
    return invalid("method: must be a string");
  }
  if (request.params != nullptr && !request.params->is_structured()) {
    return invalid("params: must be an array or an object");
  }
  request.method = method->get_string();
  return std::nullopt;
}

void refuse_id(RpcRequest& request) {
  request.fault = invalid("id: must be a string, a number or null, of at most " +
                          std::to_string(kRpcIdBytesMax) + " bytes");
  request.id = kNullId;
}

// A request that is invalid is answered even without an id: nobody can tell that it was meant as
// a notification.
RpcRequest read_request(const json::value& value) {
  RpcRequest request;
  const json::object* object = value.if_object();
  if (object == nullptr) {
    request.fault = invalid("a request must be an object");
    request.id = kNullId;
    return request;
  }
  if (const json::value* id = object->if_contains("id")) {
    auto text = id_text(*id);
    if (!text) {
      refuse_id(request);
      return request;
    }
    request.id = std::move(*text);
  }
  request.fault = read_members(*object, request);
  if (request.fault && request.id.empty()) {
    request.id = kNullId;
  }
  return request;
}

void restore_id(const json::value& value, std::string_view source, RpcRequest& request) {
  const json::object* object = value.if_object();
  if (object == nullptr || !is_spelled_id(object->if_contains("id"))) {
    return;
  }
  request.id = spelling_of_id(source);
  if (request.id.size() > kRpcIdBytesMax) {
    refuse_id(request);
  }
}

// Gives ids that parsing does not keep as they were written their text. Only where there is such an
// id the text of a batch is walked once more.
void restore_ids(const json::value& root, std::string_view text, RpcMessage& message) {
  const json::array* members = root.if_array();
  if (members == nullptr && !message.requests.empty()) {
    restore_id(root, text, message.requests.front());
  }
  if (members == nullptr || message.requests.size() != members->size() ||
      !has_spelled_ids(*members)) {
    return;
  }
  TextArena no_text(0);
  JsonCursor elements(text, no_text);
  elements.enter();
  for (std::size_t i = 0; i < members->size() && elements.next_element(); ++i) {
    restore_id((*members)[i], elements.skip(), message.requests[i]);
  }
}

}  // namespace

RpcMessageParser::RpcMessageParser(const RpcLimits& limits)
    : batch_max_(limits.batch_max),
      json_limits_{.bytes_max = limits.body_bytes_max, .depth_max = limits.json_depth_max},
      memory_(std::make_unique<unsigned char[]>(kParserMemoryBytes)) {}

const RpcMessage& RpcMessageParser::parse(std::string_view text) {
  message_.requests.clear();
  message_.fault.reset();
  message_.batch = false;
  root_.reset();
  resource_.emplace(memory_.get(), kParserMemoryBytes);
  read_text(text);
  if (root_) {
    read_message(*root_);
    restore_ids(*root_, text, message_);
  }
  return message_;
}

void RpcMessageParser::read_text(std::string_view text) {
  auto value = parse_strict_json(text, json_limits_, &*resource_);
  if (value) {
    root_.emplace(std::move(*value));
    return;
  }
  if (value.error() == JsonError::TooDeep) {
    message_.fault =
        RpcError{.cause = RpcCause::JsonTooDeep,
                 .detail = "at most " + std::to_string(json_limits_.depth_max) + " levels"};
    return;
  }
  message_.fault = RpcError{.cause = RpcCause::ParseError, .detail = words_of(value.error())};
}

void RpcMessageParser::read_message(const json::value& root) {
  const json::array* members = root.if_array();
  if (members == nullptr) {
    message_.requests.push_back(read_request(root));
    return;
  }
  if (members->empty()) {
    message_.fault = invalid("a batch must have members");
    return;
  }
  if (members->size() > batch_max_) {
    message_.fault = RpcError{.cause = RpcCause::BatchTooLarge,
                              .detail = "at most " + std::to_string(batch_max_) + " members"};
    return;
  }
  message_.batch = true;
  for (const json::value& member : *members) {
    message_.requests.push_back(read_request(member));
  }
}

void append_result_head(std::string& out, std::string_view id) {
  out += R"({"jsonrpc":"2.0","id":)";
  out += id;
  out += R"(,"result":)";
}

void append_result_tail(std::string& out) { out += '}'; }

void append_error(std::string& out, std::string_view id, const RpcError& error) {
  out += R"({"jsonrpc":"2.0","id":)";
  out += id;
  out += R"(,"error":)";
  append_error_object(out, error);
  out += '}';
}

void append_error_object(std::string& out, const RpcError& error) {
  const RpcErrorInfo& info = describe(error.cause);
  JsonWriter writer(out);
  writer.begin_object().name("code").signed_number(info.code).name("message").text(info.message);
  writer.name("data").begin_object().name("reason").text(info.reason);
  writer.name("retryable").boolean(info.retryable);
  if (error.retry_after_ms != 0) {
    writer.name("retryAfterMs").number(error.retry_after_ms);
  }
  if (!error.detail.empty()) {
    writer.name("detail").text(error.detail);
  }
  if (error.tx_id) {
    writer.name("txId").hex(error.tx_id->view());
  }
  writer.end_object().end_object();
}

}  // namespace vitalstream::net
