#include "net/rpc/request_rules.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

HttpHead head_with(std::optional<std::string_view> host,
                   std::optional<std::string_view> origin = std::nullopt) {
  HttpHead head;
  head.host = host;
  head.origin = origin;
  return head;
}

HttpHead content(std::optional<std::string_view> type) {
  HttpHead head;
  head.content_type = type;
  return head;
}

TEST(RequestRules, AcceptsTheNamesOfLoopback) {
  for (const char* host :
       {"localhost", "LOCALHOST:8545", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8545"}) {
    EXPECT_FALSE(refuse_source({}, head_with(host))) << host;
  }
}

TEST(RequestRules, RefusesAForeignHost) {
  for (const char* host : {"evil.example", "localhost.evil.example", "127.0.0.1.evil", "", ":8545",
                           "localhost:", "localhost:8545x", "localhost:123456", "[::1", "[::1]x",
                           "user@localhost", "localhost/", "::1", "localhost,localhost"}) {
    const bool empty_port = std::string_view(host) == "localhost:";
    EXPECT_EQ(refuse_source({}, head_with(host)).has_value(), !empty_port) << host;
  }
  EXPECT_EQ(refuse_source({}, head_with(std::nullopt)), RpcCause::HostRefused);
}

TEST(RequestRules, AcceptsConfiguredNames) {
  const RequestRules rules{.host_names = {"node.north.example"}, .origins = {}};
  EXPECT_FALSE(refuse_source(rules, head_with("Node.North.Example:8545")));
  EXPECT_TRUE(refuse_source(rules, head_with("north.example")));
}

TEST(RequestRules, RefusesAForeignOrigin) {
  for (const char* origin : {"https://evil.example", "null", "", "http://localhost:3000",
                             "http://localhost", "file://", "localhost:8545"}) {
    EXPECT_EQ(refuse_source({}, head_with("localhost:8545", origin)), RpcCause::OriginRefused)
        << origin;
  }
}

TEST(RequestRules, AcceptsItsOwnAndConfiguredOrigins) {
  EXPECT_FALSE(refuse_source({}, head_with("localhost:8545", "http://localhost:8545")));
  const RequestRules rules{.host_names = {}, .origins = {"https://console.example"}};
  EXPECT_FALSE(refuse_source(rules, head_with("localhost:8545", "https://console.example")));
  EXPECT_TRUE(refuse_source(rules, head_with("localhost:8545", "http://console.example")));
}

TEST(RequestRules, LooksAtTheHostBeforeTheOrigin) {
  EXPECT_EQ(refuse_source({}, head_with("evil.example", "http://evil.example")),
            RpcCause::HostRefused);
}

TEST(RequestRules, AcceptsOnlyJson) {
  for (const char* type :
       {"application/json", "Application/JSON", "application/json; charset=utf-8",
        "application/json;charset=UTF-8", "application/json; charset=\"utf-8\"",
        "application/json;charset=utf8", "application/json-rpc", "application/jsonrequest"}) {
    EXPECT_TRUE(is_json_content(content(type))) << type;
  }
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                           "", "application/jsonx", "application/json; charset=latin-1",
                           "application/json;charset=", "application/json;charset=\"",
                           "application/json; charset=utf-8; x=y", "; charset=utf-8",
                           "application/json application/json", "application/json, text/plain"}) {
    EXPECT_FALSE(is_json_content(content(type))) << type;
  }
  EXPECT_FALSE(is_json_content(content(std::nullopt)));
}

TEST(RequestRules, AcceptsParametersThatAreEmpty) {
  for (const char* type : {"application/json;", "application/json ; ", "application/json;;",
                           "application/json; ; charset=utf-8 ;"}) {
    EXPECT_TRUE(is_json_content(content(type))) << type;
  }
}

TEST(RequestRules, RefusesCodedContent) {
  HttpHead head = content("application/json");
  for (const char* coding : {"gzip", "br", "gzip, identity", "deflate"}) {
    head.content_encoding = coding;
    EXPECT_FALSE(is_json_content(head)) << coding;
  }
  for (const char* none : {"", "identity", "Identity"}) {
    head.content_encoding = none;
    EXPECT_TRUE(is_json_content(head)) << none;
  }
}

}  // namespace
}  // namespace vitalstream::net
