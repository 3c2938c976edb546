#include "net/rpc/http_head.hpp"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <charconv>

#include "net/rpc/limits.hpp"

namespace vitalstream::net {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

// A length of more digits is too large for any limit.
constexpr std::size_t kLengthDigitsMax = 18;
constexpr std::string_view kRootPath = "/";
constexpr std::string_view kSchemes[] = {"http://", "https://"};
constexpr int kVersion10 = 10;

struct SingleField {
  http::field name;
  std::optional<std::string_view> HttpHead::*field;
};

constexpr SingleField kSingleFields[] = {
    {http::field::host, &HttpHead::host},
    {http::field::origin, &HttpHead::origin},
    {http::field::content_type, &HttpHead::content_type},
    {http::field::content_encoding, &HttpHead::content_encoding},
    {http::field::transfer_encoding, &HttpHead::transfer_encoding},
    {http::field::expect, &HttpHead::expect},
    {http::field::upgrade, &HttpHead::upgrade},
    {http::field::sec_websocket_key, &HttpHead::websocket_key},
    {http::field::sec_websocket_version, &HttpHead::websocket_version},
};

bool is_target_char(char c) { return c > 0x20 && c < 0x7f; }

// Takes "http://host:port" off a target in absolute form; what is left begins with the path, or is
// empty or a query where that is empty.
bool take_authority(std::string_view& target, std::string_view& authority) {
  for (const std::string_view scheme : kSchemes) {
    if (equal_ignoring_case(target.substr(0, scheme.size()), scheme)) {
      target.remove_prefix(scheme.size());
      const auto end = std::min(target.find_first_of("/?"), target.size());
      authority = target.substr(0, end);
      target.remove_prefix(end);
      return !authority.empty();
    }
  }
  return false;
}

// Beast takes the head apart; what it would let pass, and what it does not know, is refused here.
class HeadReader final : public http::basic_parser<true> {
 public:
  HttpHead head;
  RpcCause refusal = RpcCause::MalformedHttp;

  // Of a target in absolute form it alone counts (RFC 9112 section 3.2.2); beside a field that says
  // something else, two servers would understand the request differently.
  [[nodiscard]] bool settle_host() {
    const bool named = head.host || head.is_http_1_0;
    if (authority_.empty()) {
      return named;
    }
    if (head.host && !equal_ignoring_case(*head.host, authority_)) {
      return false;
    }
    head.host = authority_;
    return named;
  }

 private:
  using Text = beast::string_view;
  using Error = beast::error_code;

  void on_request_impl(http::verb, Text method, Text target, int version, Error& error) override {
    head.method = method;
    head.is_http_1_0 = version == kVersion10;
    if (!read_target(target)) {
      error = http::error::bad_target;
    }
  }
  void on_field_impl(http::field name, Text, Text value, Error& error) override {
    if (++fields_ > kRpcHeadFieldsMax) {
      refusal = RpcCause::HeadTooLarge;
      error = http::error::header_limit;
    } else if (!read_field(name, value)) {
      error = http::error::bad_field;
    }
  }
  void on_response_impl(int, Text, int, Error&) override {}
  void on_header_impl(Error&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
  std::size_t on_body_impl(Text body, Error&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, Error&) override { return body.size(); }
  void on_finish_impl(Error&) override {}

  [[nodiscard]] bool read_target(std::string_view target) {
    if (!std::all_of(target.begin(), target.end(), is_target_char) ||
        (!target.starts_with('/') && !take_authority(target, authority_))) {
      return false;
    }
    const auto mark = target.find('?');
    head.path = mark == 0 || target.empty() ? kRootPath : target.substr(0, mark);
    head.query = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
    return true;
  }

  // Beast takes a list of equal lengths for one.
  [[nodiscard]] bool read_length(std::string_view value) {
    std::uint64_t length = 0;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (head.content_length || value.empty() || value.size() > kLengthDigitsMax ||
        !std::all_of(value.begin(), value.end(), is_digit)) {
      return false;
    }
    std::from_chars(value.data(), value.data() + value.size(), length);
    head.content_length = length;
    return true;
  }

  [[nodiscard]] bool read_field(http::field name, std::string_view value) {
    if (name == http::field::content_length) {
      return read_length(value);
    }
    for (const SingleField& single : kSingleFields) {
      if (name == single.name) {
        const bool is_first = !(head.*single.field);
        head.*single.field = value;
        return is_first;
      }
    }
    return true;
  }

  std::string_view authority_;  // of a target in absolute form
  std::size_t fields_ = 0;
};

}  // namespace

Result<std::size_t, RpcCause> http_head_length(std::string_view received) {
  std::size_t line_begin = 0;
  for (;;) {
    const auto feed = received.find('\n', line_begin);
    if (feed == std::string_view::npos) {
      return std::size_t{0};
    }
    // Beast would put a folded line together.
    const bool is_folded = received[line_begin] == ' ' || received[line_begin] == '\t';
    if (feed == line_begin || received[feed - 1] != '\r' || is_folded) {
      return RpcCause::MalformedHttp;
    }
    if (feed == line_begin + 1) {
      return feed + 1;
    }
    line_begin = feed + 1;
  }
}

Result<HttpHead, RpcCause> parse_http_head(std::string_view text) {
  if (const auto length = http_head_length(text); !length || *length != text.size()) {
    return RpcCause::MalformedHttp;
  }
  HeadReader reader;
  reader.header_limit(static_cast<std::uint32_t>(text.size()));
  reader.body_limit(boost::none);
  beast::error_code error;
  const std::size_t read = reader.put({text.data(), text.size()}, error);
  if (error || read != text.size()) {
    return reader.refusal;
  }
  HttpHead& head = reader.head;
  head.asks_close = !reader.keep_alive();
  head.asks_upgrade = reader.upgrade();
  // What an older server would take for the next request.
  if (head.transfer_encoding && (head.content_length || head.is_http_1_0)) {
    return RpcCause::MalformedHttp;
  }
  if (!reader.settle_host()) {
    return RpcCause::MalformedHttp;
  }
  return head;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return beast::iequals(left, right);
}

std::optional<std::string_view> query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    const auto equals = pair.find('=');
    if (pair.substr(0, equals) == name && equals != std::string_view::npos) {
      return pair.substr(equals + 1);
    }
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
  }
  return std::nullopt;
}

}  // namespace vitalstream::net
