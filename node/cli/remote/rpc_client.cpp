#include "node/cli/remote/rpc_client.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "node/config/endpoint.hpp"

namespace vitalstream::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace json = boost::json;

constexpr std::size_t kAnswerBytesMax = 16 * 1024 * 1024;
constexpr int kHttp11 = 11;

using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

std::string spell(const RpcAddress& address) {
  return node::to_string(node::Endpoint{address.host, address.port});
}

Request make_request(const RpcAddress& address, const std::string& body) {
  Request request{http::verb::post, "/", kHttp11};
  request.set(http::field::host, spell(address));
  request.set(http::field::content_type, "application/json");
  request.set(http::field::connection, "close");
  request.body() = body;
  request.prepare_payload();
  return request;
}

using Endpoints = asio::ip::tcp::resolver::results_type;

struct Resolution {
  beast::error_code error;
  Endpoints endpoints;
};

// The system's resolver knows no deadline and cannot be interrupted: when the patience is over its
// thread is left behind, and ends with the process.
Endpoints resolve(const RpcAddress& address, std::chrono::seconds patience) {
  const auto promised = std::make_shared<std::promise<Resolution>>();
  auto resolved = promised->get_future();
  std::thread([promised, address] {
    asio::io_context context{1};
    asio::ip::tcp::resolver resolver(context);
    Resolution resolution;
    resolution.endpoints =
        resolver.resolve(address.host, std::to_string(address.port), resolution.error);
    promised->set_value(std::move(resolution));
  }).detach();
  if (resolved.wait_for(patience) != std::future_status::ready) {
    throw beast::system_error(beast::error::timeout);
  }
  Resolution resolution = resolved.get();
  if (resolution.error) {
    throw beast::system_error(resolution.error);
  }
  return std::move(resolution.endpoints);
}

// Runs one asynchronous operation after the other, all under the stream's deadline.
class Exchange {
 public:
  explicit Exchange(std::chrono::seconds deadline) : deadline_(deadline), stream_(context_) {}

  std::string run(const RpcAddress& address, const std::string& body) {
    const Endpoints endpoints = resolve(address, deadline_);
    stream_.expires_after(deadline_);
    await([&](auto done) {
      stream_.async_connect(endpoints,
                            [done](beast::error_code error, const auto&) { done(error); });
    });
    Request request = make_request(address, body);
    await([&](auto done) {
      http::async_write(stream_, request,
                        [done](beast::error_code error, std::size_t) { done(error); });
    });
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(kAnswerBytesMax);
    await([&](auto done) {
      http::async_read(stream_, buffer, parser,
                       [done](beast::error_code error, std::size_t) { done(error); });
    });
    return parser.release().body();
  }

 private:
  template <class Begin>
  void await(Begin begin) {
    beast::error_code outcome;
    begin([&outcome](beast::error_code error) { outcome = error; });
    context_.restart();
    context_.run();
    if (outcome) {
      throw beast::system_error(outcome);
    }
  }

  std::chrono::seconds deadline_;
  asio::io_context context_{1};
  beast::tcp_stream stream_;
};

std::string text_of(const json::value* value) {
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

CallFailure refusal(const json::object& error) {
  CallFailure::Kind kind = CallFailure::Kind::Refused;
  std::string text = text_of(error.if_contains("message"));
  std::string reason;
  const json::value* data = error.if_contains("data");
  if (data != nullptr && data->is_object()) {
    reason = text_of(data->get_object().if_contains("reason"));
    const std::string detail = text_of(data->get_object().if_contains("detail"));
    text = reason + ": " + text + (detail.empty() ? "" : " (" + detail + ")");
    const json::value* retryable = data->get_object().if_contains("retryable");
    if (retryable != nullptr && *retryable == json::value(true)) {
      kind = CallFailure::Kind::NotNow;
    }
  }
  return {kind, text, reason};
}

CallFailure unreachable(const RpcAddress& address, const std::string& why) {
  return {CallFailure::Kind::Unreachable, spell(address) + ": " + why, {}};
}

}  // namespace

std::optional<RpcAddress> parse_rpc_address(const std::string& text) {
  const auto endpoint = node::parse_endpoint(text);
  return endpoint ? std::optional(RpcAddress{endpoint->host, endpoint->port}) : std::nullopt;
}

// The libraries throw; nothing of that leaves this function.
Result<json::value, CallFailure> call(const RpcAddress& address, const std::string& method,
                                      const json::value& params, std::chrono::seconds deadline) {
  const json::object request{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}};
  try {
    json::value answer = json::parse(Exchange(deadline).run(address, json::serialize(request)));
    json::object& body = answer.as_object();
    if (json::value* error = body.if_contains("error")) {
      return refusal(error->as_object());
    }
    return std::move(body.at("result"));
  } catch (const boost::system::system_error& error) {  // its what() tells the library's sources
    return unreachable(address, error.code().message());
  } catch (const std::exception& error) {
    return unreachable(address, error.what());
  }
}

}  // namespace vitalstream::cli
