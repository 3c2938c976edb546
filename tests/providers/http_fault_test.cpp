// The HTTP client against a server that misbehaves.
#include <gtest/gtest.h>

#include <thread>

#include "crypto/provider/http/curl_client.hpp"
#include "crypto/provider/limits.hpp"
#include "tests/support/fake_http_server.hpp"
#include "tests/support/temp_directory.hpp"

namespace vitalstream::crypto::provider {
namespace {

using namespace std::chrono_literals;
using vitalstream::testing::FakeHttpServer;
using vitalstream::testing::FakeReply;
using vitalstream::testing::FakeRequest;
using vitalstream::testing::LeafOptions;
using vitalstream::testing::TempDirectory;
using vitalstream::testing::TestCa;
using Answer = Result<HttpResponse, HttpFailure>;

Deadline in(Milliseconds time) { return std::chrono::steady_clock::now() + time; }

HttpRequest get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  return request;
}

HttpError error_of(const Answer& answer) {
  EXPECT_TRUE(answer.has_error());
  return answer.has_error() ? answer.error().error : HttpError{};
}

FakeHttpServer::Handler always(FakeReply reply) {
  return [reply](const FakeRequest&) { return reply; };
}

TEST(CurlClient, SendsWhatItIsGivenAndReturnsWhatComes) {
  FakeRequest seen;
  const FakeHttpServer server([&](const FakeRequest& request) {
    seen = request;
    return FakeReply{.status = 418, .body = "short", .headers = {{"X-Kind", " Teapot "}}};
  });
  const auto client = make_curl_client({});
  HttpRequest request = get(server.url() + "/a?b=c");
  request.method = HttpMethod::Post;
  request.headers = {{"X-Vault-Token", "t"}, {"Content-Type", "application/json"}};
  request.body = SecretBytes::copy_of(as_bytes("{\"x\":1}"));
  const auto answer = client->send(request, in(5s));
  ASSERT_TRUE(answer.has_value()) << answer.error().reason;
  EXPECT_EQ(answer->status, 418);
  EXPECT_EQ(as_text(answer->body.view()), "short");
  EXPECT_EQ(answer->header("x-kind"), "Teapot");
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/a?b=c");
  EXPECT_EQ(seen.headers["x-vault-token"], "t");
  EXPECT_EQ(seen.body, "{\"x\":1}");
  EXPECT_FALSE(seen.headers.contains("expect"));
}

TEST(CurlClient, SendsEveryMethodAndAnEmptyBody) {
  std::vector<std::string> seen;
  const FakeHttpServer server([&](const FakeRequest& request) {
    seen.push_back(request.method + " " + request.headers.at("connection"));
    return FakeReply{};
  });
  const auto client = make_curl_client({});
  for (const auto method : {HttpMethod::Get, HttpMethod::Post, HttpMethod::Put, HttpMethod::Get}) {
    HttpRequest request = get(server.url());
    request.method = method;
    ASSERT_TRUE(client->send(request, in(5s)).has_value());
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"GET keep-alive", "POST keep-alive", "PUT keep-alive",
                                            "GET keep-alive"}));
}

TEST(CurlClient, KeepsItsConnection) {
  const FakeHttpServer server(always({.body = "ok"}));
  const auto client = make_curl_client({});
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(client->send(get(server.url()), in(5s)).has_value());
  }
  EXPECT_EQ(server.connections(), 1U);
}

TEST(CurlClient, AKeptConnectionThatTheServerHasClosedIsReplaced) {
  const FakeHttpServer server(always({.body = "ok", .close_after = true}));
  const auto client = make_curl_client({});
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(client->send(get(server.url()), in(5s)).has_value());
  }
}

TEST(CurlClient, OpensNoMoreConnectionsThanItMay) {
  const FakeHttpServer server(always({.body = "ok"}));
  const auto client = make_curl_client({.connections_max = 2});
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 10; ++n) {
        good += client->send(get(server.url()), in(10s)).has_value() ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(good, 80);
  EXPECT_LE(server.connections(), 2U);
}

struct Misbehaviour {
  const char* name;
  FakeReply reply;
  HttpError error;
};

class MisbehavingServer : public ::testing::TestWithParam<Misbehaviour> {};

INSTANTIATE_TEST_SUITE_P(
    Faults, MisbehavingServer,
    ::testing::Values(
        Misbehaviour{"NoAnswer", {.delay = 2000ms}, HttpError::Timeout},
        Misbehaviour{"SlowBody", {.body = std::string(100, 'x'), .drip = 50ms}, HttpError::Timeout},
        Misbehaviour{"Cut", {.cut = true}, HttpError::Connection},
        Misbehaviour{"CutInTheBody",
                     {.raw = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"},
                     HttpError::Connection},
        Misbehaviour{"HugeBody", {.body = std::string(1 << 20, 'x')}, HttpError::TooLarge},
        Misbehaviour{"HugeBodyWithoutALength",
                     {.raw = "HTTP/1.1 200 OK\r\n\r\n" + std::string(1 << 20, 'x')},
                     HttpError::TooLarge},
        Misbehaviour{"ClaimedHugeBody",
                     {.raw = "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx"},
                     HttpError::TooLarge},
        Misbehaviour{"HugeHeaders",
                     {.raw = "HTTP/1.1 200 OK\r\nX: " + std::string(60'000, 'x') + "\r\n\r\n"},
                     HttpError::TooLarge},
        Misbehaviour{"ManyHeaders",
                     {.raw = "HTTP/1.1 200 OK\r\n" +
                             [] {
                               std::string many;
                               for (int i = 0; i < 5000; ++i) {
                                 many += "X-Y: z and more\r\n";
                               }
                               return many;
                             }() +
                             "\r\n"},
                     HttpError::TooLarge},
        Misbehaviour{"NotHttp", {.raw = "SSH-2.0-OpenSSH_9.2\r\n\r\n"}, HttpError::Malformed},
        Misbehaviour{"BadChunks",
                     {.raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"},
                     HttpError::Connection}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST_P(MisbehavingServer, CostsAtMostTheDeadline) {
  const FakeHttpServer server(always(GetParam().reply));
  const auto client = make_curl_client({});
  const auto begun = std::chrono::steady_clock::now();
  const auto answer = client->send(get(server.url()), in(300ms));
  EXPECT_EQ(error_of(answer), GetParam().error) << answer.error().reason;
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 1500ms);
}

TEST(CurlClient, RedirectsAreAnswersAndNotFollowed) {
  const FakeHttpServer server(
      always({.status = 307, .body = "", .headers = {{"Location", "http://169.254.169.254/"}}}));
  const auto answer = make_curl_client({})->send(get(server.url()), in(5s));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 307);
  EXPECT_EQ(server.requests(), 1U);
}

TEST(CurlClient, NobodyListeningIsNoConnection) {
  std::string url;
  {
    const FakeHttpServer server(always({}));
    url = server.url();
  }
  EXPECT_EQ(error_of(make_curl_client({})->send(get(url), in(2s))), HttpError::Connection);
}

TEST(CurlClient, APastDeadlineSendsNothing) {
  const FakeHttpServer server(always({}));
  EXPECT_EQ(error_of(make_curl_client({})->send(get(server.url()), in(-1ms))), HttpError::Timeout);
  EXPECT_EQ(server.requests(), 0U);
}

TEST(CurlClient, SendsNoCredentialsInTheClearNorInAnInjectedHeader) {
  const auto client = make_curl_client({});
  EXPECT_EQ(error_of(client->send(get("http://vault.example:8200"), in(1s))),
            HttpError::BadRequest);
  EXPECT_EQ(error_of(client->send(get("file:///etc/passwd"), in(1s))), HttpError::BadRequest);
  HttpRequest request = get("http://localhost:1");
  request.headers = {{"X", "a\r\nY: b"}};
  EXPECT_EQ(error_of(client->send(request, in(1s))), HttpError::BadRequest);
}

TEST(CurlClient, ProxiesOfTheEnvironmentAreNotUsed) {
  const FakeHttpServer server(always({.body = "direct"}));
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY"}) {
    setenv(name, "http://localhost:1", 1);
  }
  const auto answer = make_curl_client({})->send(get(server.url()), in(5s));
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY"}) {
    unsetenv(name);
  }
  EXPECT_TRUE(answer.has_value());
}

TEST(CurlClient, AConfiguredProxyIsForWhatIsFarAway) {
  FakeRequest seen;
  const FakeHttpServer proxy([&](const FakeRequest& request) {
    seen = request;
    return FakeReply{.status = 403, .close_after = true};
  });
  const FakeHttpServer server(always({.body = "direct"}));
  const auto client = make_curl_client({.proxy = proxy.url()});
  EXPECT_TRUE(client->send(get(server.url()), in(5s)).has_value());
  EXPECT_EQ(proxy.requests(), 0U) << "nothing that a machine tells itself";
  EXPECT_EQ(error_of(client->send(get("https://vault.example/v1"), in(5s))), HttpError::Connection);
  EXPECT_EQ(seen.method, "CONNECT");
  EXPECT_EQ(seen.target, "vault.example:443");
}

class CurlClientTls : public ::testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<HttpClient> client() const {
    return make_curl_client({.ca_file = folder_.write("ca.pem", ca_.certificate_pem())});
  }

  TestCa ca_{"the CA"};
  TempDirectory folder_;
};

TEST_F(CurlClientTls, AServerOfTheConfiguredAuthorityIsTrusted) {
  const FakeHttpServer server(always({.body = "ok"}), ca_.issue("localhost"));
  const auto trusted = client();
  for (int i = 0; i < 3; ++i) {
    const auto answer = trusted->send(get(server.url()), in(5s));
    EXPECT_TRUE(answer.has_value()) << answer.error().reason;
  }
  EXPECT_EQ(server.connections(), 1U);
}

TEST_F(CurlClientTls, AnyOtherServerIsNot) {
  const auto now = std::chrono::seconds(0);
  const vitalstream::testing::PemPair others[] = {
      TestCa("another CA").issue("localhost"),
      ca_.issue("elsewhere.example"),
      ca_.issue(LeafOptions{.dns_names = {"localhost"}, .valid_until = now - 60s}),
      ca_.issue(LeafOptions{.dns_names = {"localhost"}, .valid_from = now + 3600s}),
      ca_.issue(LeafOptions{.dns_names = {"localhost"}, .for_servers = false}),
      vitalstream::testing::make_self_signed(LeafOptions{.dns_names = {"localhost"}})};
  for (const auto& pair : others) {
    const FakeHttpServer server(always({.body = "stolen"}), pair);
    EXPECT_EQ(error_of(client()->send(get(server.url()), in(5s))), HttpError::Certificate);
    EXPECT_EQ(server.requests(), 0U);
  }
}

TEST_F(CurlClientTls, TheSystemsAuthoritiesDoNotTrustATestCa) {
  const FakeHttpServer server(always({.body = "ok"}), ca_.issue("localhost"));
  EXPECT_EQ(error_of(make_curl_client({})->send(get(server.url()), in(5s))),
            HttpError::Certificate);
}

TEST_F(CurlClientTls, AMissingCaFileIsNotTakenForNone) {
  const FakeHttpServer server(always({.body = "ok"}), ca_.issue("localhost"));
  const auto client = make_curl_client({.ca_file = "/nowhere/ca.pem"});
  EXPECT_EQ(error_of(client->send(get(server.url()), in(5s))), HttpError::Certificate);
}

// One that is not seen as a block would be passed over: open_provider refuses such a file.
TEST_F(CurlClientTls, ABadBlockBetweenOthersIsNotPassedOver) {
  const FakeHttpServer server(always({.body = "ok"}), ca_.issue("localhost"));
  const std::string good = ca_.certificate_pem();
  const std::string other = TestCa("another CA").certificate_pem();
  const std::string begin = "-----BEGIN CERTIFICATE-----\n";
  const std::string end = "-----END CERTIFICATE-----\n";
  for (const std::string& bad : {begin + "bm8gY2VydGlmaWNhdGU=\n" + end, begin + "?\n" + end,
                                 other.substr(0, other.size() / 2) + "\n"}) {
    const auto file = folder_.write("bad.pem", other + bad + good);
    const auto client = make_curl_client({.ca_file = file});
    EXPECT_EQ(error_of(client->send(get(server.url()), in(5s))), HttpError::Certificate) << bad;
  }
  const auto client = make_curl_client({.ca_file = folder_.write("both.pem", other + good)});
  EXPECT_TRUE(client->send(get(server.url()), in(5s)).has_value());
}

TEST_F(CurlClientTls, TlsWhereThereIsNoneFailsInTheHandshake) {
  const FakeHttpServer server(always({.body = "ok"}));
  std::string url = server.url();
  url.insert(4, "s");
  EXPECT_EQ(error_of(client()->send(get(url), in(2s))), HttpError::TlsHandshake);
}

}  // namespace
}  // namespace vitalstream::crypto::provider
