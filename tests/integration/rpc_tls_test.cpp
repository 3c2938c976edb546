// TLS on the RPC port: found out by the first byte, client certificates where they are demanded,
// and nothing plain from beyond loopback.

#include <gtest/gtest.h>
#include <ifaddrs.h>
#include <netdb.h>

#include "tests/integration/rpc_world.hpp"
#include "tests/support/temp_directory.hpp"
#include "tests/support/test_pki.hpp"

namespace vitalstream::testing {
namespace {

using namespace std::chrono_literals;

const std::string kInfo = request("ledger_getInfo", "{}");

// An IPv4 address of this machine that is not loopback; empty if there is none. What is sent to it
// does not leave the machine.
std::string outer_address() {
  ifaddrs* list = nullptr;
  std::string found;
  if (getifaddrs(&list) != 0) {
    return found;
  }
  for (const ifaddrs* entry = list; entry != nullptr && found.empty(); entry = entry->ifa_next) {
    if (entry->ifa_addr == nullptr || entry->ifa_addr->sa_family != AF_INET) {
      continue;
    }
    std::array<char, NI_MAXHOST> text{};
    getnameinfo(entry->ifa_addr, sizeof(sockaddr_in), text.data(), text.size(), nullptr, 0,
                NI_NUMERICHOST);
    if (std::string_view(text.data()).substr(0, 4) != "127.") {
      found = text.data();
    }
  }
  freeifaddrs(list);
  return found;
}

class RpcTlsTest : public ::testing::Test {
 protected:
  RpcTlsTest() {
    write_pair("server", server_ca_.issue("localhost"));
    write_pair("client", client_ca_.issue("client"));
    write_pair("stranger", TestCa("strangers").issue("client"));
    directory_.write("server_ca.pem", server_ca_.certificate_pem());
    directory_.write("client_ca.pem", client_ca_.certificate_pem());
  }

  void write_pair(const std::string& name, const PemPair& pair) {
    directory_.write(name + ".pem", pair.certificate);
    directory_.write(name + ".key", pair.key);
  }

  [[nodiscard]] std::string file(const std::string& name) const {
    return (directory_.path() / name).string();
  }

  enum class Clients { Any, WithCertificate };

  [[nodiscard]] net::RpcServerOptions options(Clients clients) const {
    auto options = on_loopback();
    options.tls = net::RpcTlsFiles{
        .certificate_chain = file("server.pem"),
        .private_key = file("server.key"),
        .client_ca = clients == Clients::WithCertificate ? file("client_ca.pem") : ""};
    return options;
  }

  [[nodiscard]] ClientTls shows(const std::string& name) const {
    if (name.empty()) {
      return {.ca_file = file("server_ca.pem"), .certificate_file = {}, .key_file = {}};
    }
    return {.ca_file = file("server_ca.pem"),
            .certificate_file = file(name + ".pem"),
            .key_file = file(name + ".key")};
  }

  // The status of a request over TLS with this certificate; 0 if it is not served.
  [[nodiscard]] int status_with(std::uint16_t port, const std::string& name) const {
    RawClient client(port);
    return client.start_tls(shows(name)) ? client.ask(post(kInfo)).status : 0;
  }

  TempDirectory directory_;
  TestCa server_ca_{"servers"};
  TestCa client_ca_{"clients"};
};

TEST_F(RpcTlsTest, ServesTlsAndPlainOnOnePortOfLoopback) {
  RpcWorld world(options(Clients::Any));
  EXPECT_EQ(status_with(world.port(), ""), 200);
  EXPECT_EQ(RawClient(world.port()).ask(post(kInfo)).status, 200);
}

TEST_F(RpcTlsTest, CountsTheTlsConnectionsThatAreOpen) {
  RpcWorld world(options(Clients::Any));
  RawClient plain(world.port());
  ASSERT_EQ(plain.ask(post(kInfo)).status, 200);
  {
    RawClient with_tls(world.port());
    ASSERT_TRUE(with_tls.start_tls(shows("")));
    ASSERT_EQ(with_tls.ask(post(kInfo)).status, 200);
    EXPECT_TRUE(eventually([&] { return world.stats().tls_connections() == 1; }));
  }
  EXPECT_TRUE(eventually([&] { return world.stats().tls_connections() == 0; }));
  EXPECT_EQ(world.stats().connections(), 1U);
}

TEST_F(RpcTlsTest, TellsWhenItsCertificateExpires) {
  const auto unix_s = [](auto time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
  };
  const std::int64_t in_a_day = unix_s(std::chrono::system_clock::now() + 24h);
  RpcWorld world(options(Clients::Any));
  EXPECT_NEAR(static_cast<double>(world.stats().certificate_expires_at_unix_s()),
              static_cast<double>(in_a_day), 60);
}

TEST_F(RpcTlsTest, ServesLargeBodiesAndAnswersOverTls) {
  RpcWorld world(options(Clients::Any));
  world.node.block_bytes = 3U << 20U;
  RawClient client(world.port());
  ASSERT_TRUE(client.start_tls(shows("")));
  std::string body = request("ledger_getBlock", "[1]");
  body.append(net::kRpcBodyBytesMax - body.size(), ' ');
  const HttpAnswer answer = client.ask(post(body));
  EXPECT_EQ(answer.status, 200);
  EXPECT_GT(answer.body.size(), 3U << 20U);
}

TEST_F(RpcTlsTest, EndsTlsWithAGoodbye) {
  RpcWorld world(options(Clients::Any));
  RawClient client(world.port());
  ASSERT_TRUE(client.start_tls(shows("")));
  EXPECT_EQ(client.ask(post("x", "Content-Type: text/plain\r\n")).status, 400);
  EXPECT_TRUE(client.is_closed());
}

TEST_F(RpcTlsTest, DemandsAClientCertificateOfTheConfiguredAuthority) {
  RpcWorld world(options(Clients::WithCertificate));
  EXPECT_EQ(status_with(world.port(), "client"), 200);
  EXPECT_EQ(status_with(world.port(), ""), 0);
  EXPECT_EQ(status_with(world.port(), "stranger"), 0);
}

TEST_F(RpcTlsTest, TrustsAnIssuingAuthorityWithoutItsRoot) {
  const TestCa issuing = TestCa("offline root").make_intermediate("issuing");
  write_pair("client", issuing.issue("client"));
  directory_.write("client_ca.pem", issuing.certificate_pem());
  RpcWorld world(options(Clients::WithCertificate));
  EXPECT_EQ(status_with(world.port(), "client"), 200);
  EXPECT_EQ(status_with(world.port(), "stranger"), 0);
}

TEST_F(RpcTlsTest, RefusesACertificateThatHasExpired) {
  write_pair("old", client_ca_.issue(LeafOptions{.dns_names = {"client"},
                                                 .valid_until = std::chrono::seconds(-60)}));
  RpcWorld world(options(Clients::WithCertificate));
  EXPECT_EQ(status_with(world.port(), "old"), 0);
}

TEST_F(RpcTlsTest, ClosesTlsWhereItIsNotConfigured) {
  RpcWorld world;
  EXPECT_EQ(status_with(world.port(), ""), 0);
  EXPECT_EQ(RawClient(world.port()).ask(post(kInfo)).status, 200);
}

TEST_F(RpcTlsTest, ClosesAHandshakeThatStalls) {
  auto with_deadline = options(Clients::Any);
  with_deadline.limits.handshake_deadline = 100ms;
  RpcWorld world(std::move(with_deadline));
  RawClient client(world.port());
  client.send("\x16\x03\x01");
  EXPECT_TRUE(client.is_closed());
}

TEST_F(RpcTlsTest, HandshakesThatStallKeepNobodyOut) {
  auto crowded = options(Clients::WithCertificate);
  crowded.limits = {.connections_max = 20, .handshake_deadline = 10min, .crowded_deadline = 10min};
  RpcWorld world(std::move(crowded));
  RawClient has_shown_its_certificate(world.port());
  ASSERT_TRUE(has_shown_its_certificate.start_tls(shows("client")));
  ASSERT_TRUE(eventually([&] { return world.stats().tls_connections() == 1; }));
  std::vector<std::unique_ptr<RawClient>> stalled;
  for (int i = 0; i < 60; ++i) {
    stalled.push_back(std::make_unique<RawClient>(world.port()));
    stalled.back()->send("\x16\x03\x01");
  }
  for (int i = 0; i < 25; ++i) {
    EXPECT_EQ(status_with(world.port(), "client"), 200) << i;
  }
  EXPECT_GE(world.stats().gave_way(), 40U);
  EXPECT_EQ(has_shown_its_certificate.ask(post(kInfo)).status, 200);
}

TEST_F(RpcTlsTest, RefusesPlainHttpFromBeyondLoopback) {
  const std::string address = outer_address();
  if (address.empty()) {
    GTEST_SKIP() << "this machine has no address but loopback";
  }
  auto open = options(Clients::WithCertificate);
  open.listen = {{.host = "0.0.0.0", .port = 0}};
  open.rules.host_names = {address};
  RpcWorld world(std::move(open));
  const HttpAnswer answer = RawClient(address, world.port()).ask(post(kInfo));
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.code(), -32080);
  RawClient with_tls(address, world.port());
  ASSERT_TRUE(with_tls.start_tls(shows("client")));
  EXPECT_EQ(with_tls.ask(post(kInfo)).status, 200);
  EXPECT_EQ(RawClient(world.port()).ask(post(kInfo)).status, 200);
}

TEST_F(RpcTlsTest, ServesEverybodyWhereThatIsDemandedLoudly) {
  const std::string address = outer_address();
  if (address.empty()) {
    GTEST_SKIP() << "this machine has no address but loopback";
  }
  auto open = on_loopback();
  open.listen = {{.host = "0.0.0.0", .port = 0}};
  open.open = net::UnsafeOpen::Accepted;
  std::string reported;
  open.report = [&reported](std::string_view text) { reported += text; };
  RpcWorld world(std::move(open));
  EXPECT_NE(reported.find("DANGER"), std::string::npos);
  EXPECT_EQ(RawClient(address, world.port()).ask(post(kInfo)).status, 200);
}

class RpcStartTest : public RpcTlsTest {
 protected:
  // Why a server with these options does not start; empty if it does.
  std::string refusal(net::RpcServerOptions given) {
    boost::asio::io_context context;
    FakeNodeApi node;
    net::RpcServer server(context.get_executor(), node, std::move(given));
    const auto started = server.start();
    return started ? std::string() : started.error();
  }
};

TEST_F(RpcStartTest, RefusesToListenBeyondLoopbackWithoutClientCertificates) {
  for (const char* host : {"0.0.0.0", "::"}) {
    auto plain = on_loopback();
    plain.listen = {{.host = host, .port = 0}};
    EXPECT_NE(refusal(plain), "");
    auto without_ca = options(Clients::Any);
    without_ca.listen = plain.listen;
    EXPECT_NE(refusal(without_ca), "");
    auto with_ca = options(Clients::WithCertificate);
    with_ca.listen = plain.listen;
    EXPECT_EQ(refusal(with_ca), "");
  }
}

TEST_F(RpcStartTest, ListensOnNamesAndOnBothFamilies) {
  auto both = on_loopback();
  both.listen = {{.host = "localhost", .port = 0}, {.host = "::1", .port = 0}};
  EXPECT_EQ(refusal(both), "");
  both.listen = {{.host = "no-such-host.invalid", .port = 0}};
  EXPECT_NE(refusal(both), "");
}

TEST_F(RpcStartTest, SaysWhatIsWrongWithItsCertificates) {
  auto wrong_key = options(Clients::Any);
  wrong_key.tls->private_key = file("client.key");
  EXPECT_NE(refusal(wrong_key).find("client.key"), std::string::npos);
  auto absent = options(Clients::Any);
  absent.tls->certificate_chain = file("absent.pem");
  EXPECT_NE(refusal(absent).find("absent.pem"), std::string::npos);
  directory_.write("client_ca.pem", "\xef\xbb\xbf" + client_ca_.certificate_pem());
  EXPECT_NE(refusal(options(Clients::WithCertificate)).find("client_ca.pem: before a -----BEGIN"),
            std::string::npos);
}

TEST_F(RpcTlsTest, CutsClientsWhoseAuthorityIsTrustedNoMore) {
  auto watched = options(Clients::WithCertificate);
  watched.tls_look_interval = 20ms;
  RpcWorld world(std::move(watched));
  RawClient client(world.port());
  ASSERT_TRUE(client.start_tls(shows("client")));
  ASSERT_EQ(client.ask(post(kInfo)).status, 200);
  const TestCa successor("successor");
  write_pair("new", successor.issue("client"));
  directory_.write("client_ca.pem", successor.certificate_pem());
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(status_with(world.port(), "client"), 0);
  EXPECT_EQ(status_with(world.port(), "new"), 200);
}

TEST_F(RpcTlsTest, KeepsClientsThroughARenewalOfTheServersCertificate) {
  auto watched = options(Clients::WithCertificate);
  watched.tls_look_interval = 20ms;
  RpcWorld world(std::move(watched));
  RawClient client(world.port());
  ASSERT_TRUE(client.start_tls(shows("client")));
  const std::int64_t expiry = world.stats().certificate_expires_at_unix_s();
  write_pair("server", server_ca_.issue({.dns_names = {"localhost"}, .valid_until = 48h}));
  ASSERT_TRUE(eventually([&] { return world.stats().certificate_expires_at_unix_s() > expiry; }));
  EXPECT_EQ(client.ask(post(kInfo)).status, 200);
  EXPECT_EQ(status_with(world.port(), "client"), 200);
}

TEST_F(RpcTlsTest, TakesRenewedCertificatesAndKeepsTheLastGoodOnes) {
  net::RpcTlsSource source({.certificate_chain = file("server.pem"),
                            .private_key = file("server.key"),
                            .client_ca = file("client_ca.pem")});
  using Change = net::RpcTlsSource::Change;
  ASSERT_EQ(source.refresh(), Change::Taken);
  EXPECT_EQ(source.refresh(), Change::None);
  const auto first = source.context();
  directory_.write("server.key", "not a key, and of another length");
  EXPECT_EQ(source.refresh(), Change::Refused);
  EXPECT_EQ(source.context(), first);
  EXPECT_NE(source.error(), "");
  write_pair("server", server_ca_.issue("renewed.example"));
  EXPECT_EQ(source.refresh(), Change::Taken);
  EXPECT_NE(source.context(), first);
}

}  // namespace
}  // namespace vitalstream::testing
