#include "net/rpc/http_reply.hpp"

#include <array>
#include <charconv>

namespace vitalstream::net {
namespace {

constexpr std::uint16_t kNoContent = 204;

std::string_view phrase(std::uint16_t status) {
  switch (status) {
    case 200:
      return "OK";
    case kNoContent:
      return "No Content";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";
  }
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

}  // namespace

void append_http_reply(std::string& out, const HttpReply& reply) {
  out += "HTTP/1.1 ";
  append_number(out, reply.status);
  out += ' ';
  out += phrase(reply.status);
  out += "\r\n";
  if (reply.status != kNoContent) {
    out += "Content-Type: ";
    out += reply.content_type;
    out += "\r\nContent-Length: ";
    append_number(out, reply.body.size());
    out += "\r\nX-Content-Type-Options: nosniff\r\n";
  }
  out += "Cache-Control: no-store\r\n";
  if (reply.close) {
    out += "Connection: close\r\n";
  }
  out += reply.more_fields;
  out += "\r\n";
  if (reply.status != kNoContent && !reply.head_only) {
    out += reply.body;
  }
}

std::string_view http_continue() { return "HTTP/1.1 100 Continue\r\n\r\n"; }

}  // namespace vitalstream::net
