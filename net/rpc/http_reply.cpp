#include "net/rpc/http_reply.hpp"

#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/serializer.hpp>

namespace vitalstream::net {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

using Head = http::response<http::empty_body>;

constexpr unsigned kHttp11 = 11;

void append_head(std::string& out, Head& head) {
  http::response_serializer<http::empty_body> serializer(head);
  beast::error_code error;
  serializer.next(error, [&](beast::error_code&, const auto& buffers) {
    std::size_t bytes = 0;
    for (const auto buffer : beast::buffers_range_ref(buffers)) {
      out.append(static_cast<const char*>(buffer.data()), buffer.size());
      bytes += buffer.size();
    }
    serializer.consume(bytes);
  });
}

}  // namespace

void append_http_reply(std::string& out, const HttpReply& reply) {
  Head head(http::int_to_status(reply.status), kHttp11);
  const bool has_content = head.result() != http::status::no_content;
  if (has_content) {
    head.set(http::field::content_type, reply.content_type);
    head.content_length(reply.body.size());
    head.set("X-Content-Type-Options", "nosniff");
  }
  head.set(http::field::cache_control, "no-store");
  if (reply.close) {
    head.set(http::field::connection, "close");
  }
  for (const HttpField& field : reply.more_fields) {
    head.set(field.name, field.value);
  }
  append_head(out, head);
  if (has_content && !reply.head_only) {
    out += reply.body;
  }
}

void append_http_upgrade(std::string& out, std::string_view accept) {
  Head head(http::status::switching_protocols, kHttp11);
  head.set(http::field::upgrade, "websocket");
  head.set(http::field::connection, "Upgrade");
  head.set(http::field::sec_websocket_accept, accept);
  append_head(out, head);
}

std::string_view http_continue() { return "HTTP/1.1 100 Continue\r\n\r\n"; }

}  // namespace vitalstream::net
