#include "tests/integration/rpc_world.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/json/parse.hpp>
#include <csignal>

namespace vitalstream::testing {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 10s;

void set_timeout(int socket) {
  const timeval timeout{.tv_sec = kPatience.count(), .tv_usec = 0};
  EXPECT_EQ(setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout)), 0);
  EXPECT_EQ(setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout)), 0);
}

std::size_t content_length(const std::string& head) {
  const auto at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
}

}  // namespace

net::RpcServerOptions on_loopback(net::RpcLimits limits) {
  net::RpcServerOptions options;
  options.listen = {{.host = "127.0.0.1", .port = 0}};
  options.limits = limits;
  options.version = "0.1.0";
  return options;
}

bool eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < end) {
    if (condition()) {
      return true;
    }
    std::this_thread::sleep_for(2ms);
  }
  return condition();
}

RpcWorld::RpcWorld(net::RpcServerOptions options)
    : server_(std::make_unique<net::RpcServer>(context_.get_executor(), node, std::move(options))) {
  const auto started = server_->start();
  EXPECT_TRUE(started) << (started ? "" : started.error());
  thread_ = std::thread([this] {
    const auto keep_running = boost::asio::make_work_guard(context_);
    context_.run();
  });
}

RpcWorld::~RpcWorld() {
  if (!stopped_) {
    stop(0ms);
  }
  context_.stop();
  thread_.join();
  server_.reset();
}

void RpcWorld::post(std::function<void()> action) {
  boost::asio::post(context_, std::move(action));
}

void RpcWorld::begin_stop(std::chrono::milliseconds drain) {
  server_->stop(drain, [this] { stopped_ = true; });
}

void RpcWorld::stop(std::chrono::milliseconds drain) {
  begin_stop(drain);
  EXPECT_TRUE(eventually([this] { return stopped_.load(); }));
}

boost::json::value HttpAnswer::json() const { return boost::json::parse(body); }

std::int64_t HttpAnswer::code() const {
  const auto value = json();
  const auto* error = value.is_object() ? value.as_object().if_contains("error") : nullptr;
  return error == nullptr ? 0 : error->at("code").as_int64();
}

RawClient::RawClient(const std::string& address, std::uint16_t port) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  EXPECT_EQ(inet_pton(AF_INET, address.c_str(), &to.sin_addr), 1);
  socket_ = socket(AF_INET, SOCK_STREAM, 0);
  set_timeout(socket_);
  const int no_delay = 1;
  EXPECT_EQ(setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof(no_delay)), 0);
  sockaddr generic{};
  std::memcpy(&generic, &to, sizeof(to));
  EXPECT_EQ(connect(socket_, &generic, sizeof(to)), 0);
}

RawClient::~RawClient() {
  SSL_free(tls_);
  SSL_CTX_free(tls_context_);
  ::close(socket_);
}

bool RawClient::start_tls(const ClientTls& tls) {
  // OpenSSL writes to a connection that was cut as if nothing were: that fails a test, and must not
  // end the program.
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  tls_context_ = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_verify(tls_context_, SSL_VERIFY_PEER, nullptr);
  EXPECT_EQ(SSL_CTX_load_verify_file(tls_context_, tls.ca_file.c_str()), 1);
  if (!tls.certificate_file.empty()) {
    EXPECT_EQ(SSL_CTX_use_certificate_chain_file(tls_context_, tls.certificate_file.c_str()), 1);
    EXPECT_EQ(SSL_CTX_use_PrivateKey_file(tls_context_, tls.key_file.c_str(), SSL_FILETYPE_PEM), 1);
  }
  tls_ = SSL_new(tls_context_);
  SSL_set_fd(tls_, socket_);
  return SSL_connect(tls_) == 1;
}

bool RawClient::send(std::string_view bytes) {
  if (tls_ != nullptr) {
    return SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size())) > 0;
  }
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

long RawClient::receive(char* into, std::size_t size) {
  if (tls_ == nullptr) {
    return recv(socket_, into, size, 0);
  }
  const int got = SSL_read(tls_, into, static_cast<int>(size));
  if (got > 0) {
    return got;
  }
  return SSL_get_error(tls_, got) == SSL_ERROR_WANT_READ ? -1 : 0;
}

HttpAnswer RawClient::read() {
  std::array<char, 65'536> chunk{};
  HttpAnswer answer;
  for (;;) {
    const auto head_end = received_.find("\r\n\r\n");
    if (head_end != std::string::npos) {
      const std::size_t body_at = head_end + 4;
      const std::size_t length = content_length(received_.substr(0, body_at));
      if (received_.size() >= body_at + length) {
        answer.head = received_.substr(0, body_at);
        answer.status = std::stoi(answer.head.substr(9, 3));
        answer.body = received_.substr(body_at, length);
        received_.erase(0, body_at + length);
        return answer;
      }
    }
    const auto got = receive(chunk.data(), chunk.size());
    if (got <= 0) {
      return answer;
    }
    received_.append(chunk.data(), static_cast<std::size_t>(got));
  }
}

HttpAnswer RawClient::ask(std::string_view bytes) {
  send(bytes);
  return read();
}

std::string RawClient::read_to_end(bool& closed) {
  std::array<char, 65'536> chunk{};
  long got = 0;
  while ((got = receive(chunk.data(), chunk.size())) > 0) {
    received_.append(chunk.data(), static_cast<std::size_t>(got));
  }
  closed = got == 0 || errno == ECONNRESET || errno == EPIPE;
  return std::exchange(received_, {});
}

bool RawClient::is_closed() {
  bool closed = false;
  return read_to_end(closed).empty() && closed;
}

void RawClient::shut_sending_side() { shutdown(socket_, SHUT_WR); }

void RawClient::take_slowly() {
  const int bytes = 4'096;
  EXPECT_EQ(setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes)), 0);
}

std::size_t RawClient::take_some() {
  std::array<char, 1'024> drop{};
  const auto got = recv(socket_, drop.data(), drop.size(), MSG_DONTWAIT);
  return got > 0 ? static_cast<std::size_t>(got) : 0;
}

WsClient::WsClient(std::uint16_t port) {
  stream_.next_layer().connect({boost::asio::ip::make_address("127.0.0.1"), port});
  stream_.next_layer().set_option(boost::asio::ip::tcp::no_delay(true));
  stream_.read_message_max(64U << 20U);
  stream_.handshake("localhost", "/ws");
}

void WsClient::send(std::string_view text) {
  stream_.write(boost::asio::buffer(text.data(), text.size()));
}

boost::json::value WsClient::read() {
  boost::beast::flat_buffer buffer;
  stream_.read(buffer);
  const auto bytes = buffer.cdata();
  return boost::json::parse({static_cast<const char*>(bytes.data()), bytes.size()});
}

boost::json::value WsClient::ask(std::string_view text) {
  send(text);
  return read();
}

unsigned WsClient::read_close() {
  boost::beast::flat_buffer buffer;
  boost::system::error_code error;
  stream_.read(buffer, error);
  return error == boost::beast::websocket::error::closed ? stream_.reason().code : 0;
}

void WsClient::close() {
  boost::system::error_code ignored;
  stream_.close(boost::beast::websocket::close_code::normal, ignored);
}

std::string post(std::string_view body, std::string_view more_fields) {
  return std::string("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
      .append(more_fields)
      .append("Content-Length: ")
      .append(std::to_string(body.size()))
      .append("\r\n\r\n")
      .append(body);
}

std::string request(std::string_view method, std::string_view params, int id) {
  return std::string(R"({"jsonrpc":"2.0","method":")")
      .append(method)
      .append(R"(","params":)")
      .append(params)
      .append(",\"id\":")
      .append(std::to_string(id))
      .append("}");
}

}  // namespace vitalstream::testing
