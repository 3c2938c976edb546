#include "net/rpc/http_head.hpp"

#include <gtest/gtest.h>

#include <string>

namespace vitalstream::net {
namespace {

const std::string kGood = "POST / HTTP/1.1\r\nHost: localhost:8545\r\nContent-Length: 2\r\n\r\n";

// The refusal of a head with these lines after the request line and Host; nothing if it is read.
std::optional<RpcCause> refusal_of_fields(const std::string& fields) {
  const std::string text = "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
  const auto length = http_head_length(text);
  if (!length) {
    return length.error();
  }
  const auto head = parse_http_head(text);
  return head ? std::nullopt : std::optional(head.error());
}

std::optional<RpcCause> refusal_of_line(const std::string& line) {
  const auto head = parse_http_head(line + "\r\nHost: a\r\n\r\n");
  return head ? std::nullopt : std::optional(head.error());
}

TEST(HttpHead, ReadsWhatItActsOn) {
  const auto head = parse_http_head(
      "GET /readyz?minPeers=2&x=1 HTTP/1.1\r\nhOsT:\t[::1]:8545 \r\nConnection: keep-alive, "
      "Upgrade\r\nUpgrade: websocket\r\nOrigin: https://a\r\nExpect: 100-continue\r\n"
      "X-Other: \x80\xff\r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->method, "GET");
  EXPECT_EQ(head->path, "/readyz");
  EXPECT_EQ(head->query, "minPeers=2&x=1");
  EXPECT_EQ(head->host, "[::1]:8545");
  EXPECT_EQ(head->origin, "https://a");
  EXPECT_EQ(head->expect, "100-continue");
  EXPECT_TRUE(head->asks_upgrade);
  EXPECT_FALSE(head->asks_close);
  EXPECT_FALSE(head->content_length);
}

TEST(HttpHead, FindsItsEndOnlyWhenItIsComplete) {
  for (std::size_t i = 0; i < kGood.size(); ++i) {
    const auto length = http_head_length(kGood.substr(0, i));
    ASSERT_TRUE(length);
    EXPECT_EQ(*length, 0U) << i;
  }
  EXPECT_EQ(*http_head_length(kGood + "body"), kGood.size());
}

TEST(HttpHead, RefusesLinesThatEndWithoutCarriageReturn) {
  EXPECT_FALSE(http_head_length("GET / HTTP/1.1\nHost: a\r\n\r\n"));
  EXPECT_FALSE(http_head_length("GET / HTTP/1.1\r\nHost: a\n\r\n"));
  EXPECT_FALSE(http_head_length("\n"));
  EXPECT_FALSE(http_head_length("GET / HTTP/1.1\r\nHost: a\r\n\n"));
}

TEST(HttpHead, RefusesACarriageReturnWithinALine) { EXPECT_TRUE(refusal_of_fields("X: a\rb\r\n")); }

TEST(HttpHead, RefusesFoldedLines) {
  EXPECT_EQ(refusal_of_fields("X: a\r\n b\r\n"), RpcCause::MalformedHttp);
  EXPECT_EQ(refusal_of_fields("X: a\r\n\tb: c\r\n"), RpcCause::MalformedHttp);
}

TEST(HttpHead, RefusesMoreThanOneContentLength) {
  EXPECT_FALSE(refusal_of_fields("Content-Length: 5\r\n"));
  EXPECT_TRUE(refusal_of_fields("Content-Length: 5\r\nContent-Length: 5\r\n"));
  EXPECT_TRUE(refusal_of_fields("Content-Length: 5\r\ncontent-length: 6\r\n"));
  EXPECT_TRUE(refusal_of_fields("Content-Length: 5, 5\r\n"));
}

TEST(HttpHead, RefusesALengthThatIsNotDigits) {
  for (const char* value : {"", "+5", "-1", "0x5", "5 ", "1e3", "5a", "9999999999999999999"}) {
    const std::string field = std::string("Content-Length: ") + value + "\r\n";
    const bool has_only_blank_after = std::string(value) == "5 ";
    EXPECT_EQ(refusal_of_fields(field).has_value(), !has_only_blank_after) << value;
  }
}

TEST(HttpHead, RefusesALengthTogetherWithATransferEncoding) {
  EXPECT_TRUE(refusal_of_fields("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"));
  EXPECT_TRUE(refusal_of_fields("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"));
  const auto alone = parse_http_head("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x\r\n\r\n");
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->transfer_encoding, "x");
  EXPECT_TRUE(refusal_of_fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"));
  EXPECT_TRUE(refusal_of_fields("Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n"));
}

TEST(HttpHead, RefusesBlanksAroundANameAndStrangeNames) {
  EXPECT_TRUE(refusal_of_fields("Content-Length : 5\r\n"));
  EXPECT_TRUE(refusal_of_fields(": 5\r\n"));
  EXPECT_TRUE(refusal_of_fields("no colon\r\n"));
  EXPECT_TRUE(refusal_of_fields("X(Y): 5\r\n"));
}

TEST(HttpHead, RefusesControlCharactersInValues) {
  EXPECT_TRUE(refusal_of_fields(std::string("X: a") + '\0' + "b\r\n"));
  EXPECT_TRUE(refusal_of_fields("X: a\x01\r\n"));
  EXPECT_TRUE(refusal_of_fields("X: a\x7f\r\n"));
}

TEST(HttpHead, RefusesTwoOfAFieldThatItActsOn) {
  EXPECT_TRUE(refusal_of_fields("Host: b\r\n"));
  EXPECT_TRUE(refusal_of_fields("Origin: a\r\nOrigin: b\r\n"));
  EXPECT_TRUE(refusal_of_fields("Content-Type: a\r\nContent-Type: a\r\n"));
  EXPECT_FALSE(refusal_of_fields("X: a\r\nX: a\r\n"));
}

TEST(HttpHead, DemandsAHostInHttp11) {
  EXPECT_FALSE(parse_http_head("GET / HTTP/1.1\r\n\r\n"));
  const auto old = parse_http_head("GET / HTTP/1.0\r\n\r\n");
  ASSERT_TRUE(old);
  EXPECT_TRUE(old->is_http_1_0);
}

TEST(HttpHead, RefusesRequestLinesThatCouldBeReadInTwoWays) {
  EXPECT_FALSE(refusal_of_line("GET / HTTP/1.1"));
  for (const char* line :
       {"GET  / HTTP/1.1", "GET /  HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1", "GET /",
        "GET / HTTP/2.0", "GET / http/1.1", "GET / HTTP/1.10", "GET * HTTP/1.1", "",
        "GET http:///x HTTP/1.1", "GET http:// HTTP/1.1", "GET http:/a HTTP/1.1",
        "GET ftp://a/ HTTP/1.1", "GET a HTTP/1.1", "GET a:443 HTTP/1.1", "GET /a b HTTP/1.1",
        "GET /\x80 HTTP/1.1", "G(T / HTTP/1.1"}) {
    EXPECT_EQ(refusal_of_line(line), RpcCause::MalformedHttp) << line;
  }
}

TEST(HttpHead, ReadsATargetInAbsoluteForm) {
  const std::pair<const char*, const char*> cases[] = {{"http://A:1/b?c=d", "/b"},
                                                       {"HTTPS://a:1/", "/"},
                                                       {"http://a:1", "/"},
                                                       {"http://a:1?c=d", "/"},
                                                       {"http://a:1//x", "//x"}};
  for (const auto& [target, path] : cases) {
    const std::string text = std::string("GET ") + target + " HTTP/1.1\r\nHost: a:1\r\n\r\n";
    const auto head = parse_http_head(text);
    ASSERT_TRUE(head) << target;
    EXPECT_EQ(head->path, path) << target;
    EXPECT_EQ(head->query, text.find('?') == std::string::npos ? "" : "c=d") << target;
    EXPECT_TRUE(equal_ignoring_case(head->host.value_or(""), "a:1")) << target;
  }
}

TEST(HttpHead, RefusesATargetThatNamesAnotherHostThanItsField) {
  EXPECT_EQ(refusal_of_line("GET http://a/ HTTP/1.1"), std::nullopt);
  for (const char* line : {"GET http://b/ HTTP/1.1", "GET http://a:80/ HTTP/1.1",
                           "GET http://b@a/ HTTP/1.1", "GET http://a@b/ HTTP/1.0"}) {
    EXPECT_EQ(refusal_of_line(line), RpcCause::MalformedHttp) << line;
  }
  EXPECT_FALSE(parse_http_head("GET http://a/ HTTP/1.1\r\n\r\n"));
  const auto old = parse_http_head("GET http://a/ HTTP/1.0\r\n\r\n");
  ASSERT_TRUE(old);
  EXPECT_EQ(old->host, "a");
}

TEST(HttpHead, BoundsTheNumberOfFields) {
  std::string fields;
  for (int i = 0; i < 70; ++i) {
    fields += "X: a\r\n";
  }
  EXPECT_EQ(refusal_of_fields(fields), RpcCause::HeadTooLarge);
}

TEST(HttpHead, FindsValuesInAQuery) {
  EXPECT_EQ(query_value("a=1&b=2&c", "b"), "2");
  EXPECT_EQ(query_value("a=1&b=", "b"), "");
  EXPECT_FALSE(query_value("a=1&bb=2&c", "b"));
  EXPECT_FALSE(query_value("a=1&c", "c"));
  EXPECT_FALSE(query_value("", "c"));
}

}  // namespace
}  // namespace vitalstream::net
