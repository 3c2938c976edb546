#include "tests/support/fake_http_server.hpp"

#include <sys/socket.h>

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <list>
#include <mutex>
#include <thread>

namespace vitalstream::testing {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Code = boost::system::error_code;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

FakeRequest plain(const http::request<http::string_body>& request) {
  FakeRequest result;
  result.method = std::string(request.method_string());
  result.target = std::string(request.target());
  for (const auto& field : request) {
    result.headers[lower({field.name_string().data(), field.name_string().size()})] =
        std::string(field.value());
  }
  result.body = request.body();
  return result;
}

std::string head_of(const FakeReply& reply) {
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " X\r\n";
  for (const auto& [name, value] : reply.headers) {
    head += name + ": " + value + "\r\n";
  }
  if (!reply.headers.contains("content-length")) {
    head += "content-length: " + std::to_string(reply.body.size()) + "\r\n";
  }
  return head + "\r\n";
}

// Whether the connection goes on.
template <class Stream>
bool write_reply(Stream& stream, const FakeReply& reply) {
  Code error;
  if (reply.raw) {
    asio::write(stream, asio::buffer(*reply.raw), error);
    return false;
  }
  asio::write(stream, asio::buffer(head_of(reply)), error);
  if (reply.drip.count() == 0) {
    asio::write(stream, asio::buffer(reply.body), error);
  }
  for (std::size_t i = 0; reply.drip.count() > 0 && i < reply.body.size() && !error; ++i) {
    std::this_thread::sleep_for(reply.drip);
    asio::write(stream, asio::buffer(&reply.body[i], 1), error);
  }
  return !error && !reply.close_after;
}

}  // namespace

struct FakeHttpServer::State {
  State(Handler handler_in, const std::optional<PemPair>& pair, std::uint16_t port);
  void accept_all();
  void serve(tcp::socket socket);
  template <class Stream>
  void converse(Stream& stream);

  Handler handler;
  asio::io_context context;
  asio::ssl::context tls{asio::ssl::context::tls_server};
  bool is_tls;
  tcp::acceptor acceptor;
  std::atomic<bool> stopping = false;
  std::atomic<unsigned> connections = 0;
  std::atomic<unsigned> requests = 0;
  std::mutex handler_mutex;
  std::mutex mutex;
  std::list<int> sockets;
  std::list<std::thread> threads;
};

FakeHttpServer::State::State(Handler handler_in, const std::optional<PemPair>& pair,
                             std::uint16_t port)
    : handler(std::move(handler_in)),
      is_tls(pair.has_value()),
      acceptor(context, {asio::ip::address_v4::loopback(), port}) {
  if (pair) {
    tls.use_certificate_chain(asio::buffer(pair->certificate));
    tls.use_private_key(asio::buffer(pair->key), asio::ssl::context::pem);
  }
}

template <class Stream>
void FakeHttpServer::State::converse(Stream& stream) {
  boost::beast::flat_buffer buffer;
  while (!stopping) {
    Code error;
    http::request<http::string_body> request;
    http::read(stream, buffer, request, error);
    if (error) {
      return;
    }
    ++requests;
    FakeReply reply;
    {
      const std::lock_guard lock(handler_mutex);
      reply = handler(plain(request));
    }
    for (auto left = reply.delay; left.count() > 0 && !stopping;
         left -= std::chrono::milliseconds(5)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    if (reply.cut || !write_reply(stream, reply)) {
      return;
    }
  }
}

void FakeHttpServer::State::serve(tcp::socket socket) {
  ++connections;
  const int handle = socket.native_handle();
  {
    const std::lock_guard lock(mutex);
    sockets.push_back(handle);
  }
  if (is_tls) {
    asio::ssl::stream<tcp::socket> stream(std::move(socket), tls);
    Code error;
    stream.handshake(asio::ssl::stream_base::server, error);
    if (!error) {
      converse(stream);
    }
    const std::lock_guard lock(mutex);
    sockets.remove(handle);
    stream.next_layer().close(error);
  } else {
    converse(socket);
    const std::lock_guard lock(mutex);
    sockets.remove(handle);
    Code error;
    socket.close(error);
  }
}

void FakeHttpServer::State::accept_all() {
  while (!stopping) {
    Code error;
    tcp::socket socket(context);
    acceptor.accept(socket, error);
    if (!error && !stopping) {
      // Head and body are written one after the other.
      socket.set_option(tcp::no_delay(true), error);
      const std::lock_guard lock(mutex);
      threads.emplace_back([this, taken = std::make_shared<tcp::socket>(std::move(socket))] {
        serve(std::move(*taken));
      });
    }
  }
}

Interceptor& Interceptor::operator=(Function function) {
  const std::lock_guard lock(mutex_);
  function_ = std::move(function);
  return *this;
}

std::optional<FakeReply> Interceptor::operator()(const FakeRequest& request) {
  const std::lock_guard lock(mutex_);
  return function_ ? function_(request) : std::nullopt;
}

FakeHttpServer::FakeHttpServer(Handler handler, const std::optional<PemPair>& tls,
                               std::uint16_t port)
    : state_(std::make_unique<State>(std::move(handler), tls, port)) {
  const std::lock_guard lock(state_->mutex);
  state_->threads.emplace_back([state = state_.get()] { state->accept_all(); });
}

FakeHttpServer::~FakeHttpServer() {
  state_->stopping = true;
  shutdown(state_->acceptor.native_handle(), SHUT_RDWR);
  for (;;) {
    std::thread thread;
    {
      const std::lock_guard lock(state_->mutex);
      for (const int handle : state_->sockets) {
        shutdown(handle, SHUT_RDWR);
      }
      if (state_->threads.empty()) {
        return;
      }
      thread = std::move(state_->threads.front());
      state_->threads.pop_front();
    }
    thread.join();
  }
}

std::string FakeHttpServer::url() const {
  return std::string(state_->is_tls ? "https" : "http") + "://localhost:" + std::to_string(port());
}

std::uint16_t FakeHttpServer::port() const { return state_->acceptor.local_endpoint().port(); }

unsigned FakeHttpServer::connections() const { return state_->connections; }

unsigned FakeHttpServer::requests() const { return state_->requests; }

}  // namespace vitalstream::testing
