#pragma once
// JSON-RPC 2.0 to the letter: what a message asks for, and how answers are spelled. Pure; used by
// the dispatcher on the RPC thread. One parse per message, into memory that is reused.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>

#include "json/strict_json.hpp"
#include "net/rpc/limits.hpp"
#include "net/rpc/rpc_errors.hpp"

namespace vitalstream::net {

// One request of a message. Views and pointers reach into the parser's memory.
struct RpcRequest {
  std::string id;  // its JSON text, to be given back; empty for a notification
  std::string_view method;
  const boost::json::value* params = nullptr;  // an array, an object, or null if absent
  std::optional<RpcError> fault;               // then there is nothing to call

  // A notification is never answered, whatever becomes of it.
  [[nodiscard]] bool is_notification() const { return id.empty(); }
};

struct RpcMessage {
  bool batch = false;
  std::vector<RpcRequest> requests;
  std::optional<RpcError> fault;  // of the whole: the answer is one error with id null
};

class RpcMessageParser {
 public:
  explicit RpcMessageParser(const RpcLimits& limits);

  // The result lives until the next call.
  [[nodiscard]] const RpcMessage& parse(std::string_view text);

 private:
  void read_text(std::string_view text);
  void read_message(const boost::json::value& root);

  std::size_t batch_max_;
  JsonLimits json_limits_;
  std::unique_ptr<unsigned char[]> memory_;
  // A new one for each message: release() keeps the size of the next block, which doubles with each
  // block ever taken, until no machine has so much.
  std::optional<boost::json::monotonic_resource> resource_;
  std::optional<boost::json::value> root_;
  RpcMessage message_;
};

inline constexpr std::string_view kNullId = "null";

// `id` is JSON text; the result's JSON goes between the two.
void append_result_head(std::string& out, std::string_view id);
void append_result_tail(std::string& out);
void append_error(std::string& out, std::string_view id, const RpcError& error);
// The error object alone: {"code": ..., "message": ..., "data": {...}}.
void append_error_object(std::string& out, const RpcError& error);

}  // namespace vitalstream::net
