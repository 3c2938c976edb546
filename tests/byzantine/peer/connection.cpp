#include "tests/byzantine/peer/connection.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "base/assert.hpp"
#include "net/p2p/limits.hpp"
#include "tests/byzantine/peer/pace.hpp"

namespace vitalstream::byzantine {
namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kReadBytesPerTurn = 1024 * 1024;
constexpr std::size_t kWriteBytesPerTurn = 1024 * 1024;
// What was sent is thrown away when so much of it stands before what was not.
constexpr std::size_t kSentBytesKept = 1024 * 1024;

bool would_block(const SSL* ssl, int result) {
  const int error = SSL_get_error(ssl, result);
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

}  // namespace

TlsContext make_tls_context(const Identity& identity) {
  TlsContext context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  SSL_CTX_set_mode(context.get(),
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  VS_ASSERT(SSL_CTX_use_certificate_chain_file(context.get(), identity.certificate_file.c_str()) ==
            1);
  VS_ASSERT(SSL_CTX_use_PrivateKey_file(context.get(), identity.tls_key_file.c_str(),
                                        SSL_FILETYPE_PEM) == 1);
  return context;
}

Connection::Connection(TlsContext context, std::uint16_t port)
    : context_(std::move(context)), ssl_(SSL_new(context_.get()), &SSL_free) {
  dial(port);
}

Connection::~Connection() { close(); }

void Connection::dial(std::uint16_t port) {
  descriptor_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor_ < 0) {
    state_ = State::Closed;
    return;
  }
  const int one = 1;
  static_cast<void>(::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  if (::connect(descriptor_, generic, sizeof(address)) != 0 && errno != EINPROGRESS) {
    close();
  }
}

void Connection::advance() {
  if (state_ == State::Dialing) {
    advance_dial();
  }
  if (state_ == State::ShakingHands) {
    advance_handshake();
  }
  if (state_ == State::Open) {
    advance_writing();
  }
  if (state_ == State::Open && reads_) {
    advance_reading();
  }
}

void Connection::advance_dial() {
  pollfd waited{descriptor_, POLLOUT, 0};
  if (::poll(&waited, 1, 0) <= 0) {
    return;
  }
  int error = 0;
  socklen_t size = sizeof(error);
  if (::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) {
    close();
    return;
  }
  SSL_set_fd(ssl_.get(), descriptor_);
  state_ = State::ShakingHands;
}

void Connection::advance_handshake() {
  ERR_clear_error();
  const int result = SSL_connect(ssl_.get());
  if (result == 1) {
    state_ = State::Open;
  } else if (!would_block(ssl_.get(), result)) {
    close();
  }
}

std::size_t Connection::allowance() {
  if (bytes_per_second_ == 0) {
    return kWriteBytesPerTurn;
  }
  const std::int64_t now = steady_ms();
  if (throttled_since_ms_ == 0) {
    throttled_since_ms_ = now;
  }
  const auto elapsed_ms = static_cast<std::size_t>(now - throttled_since_ms_);
  const std::size_t earned = elapsed_ms * bytes_per_second_ / 1000;
  return earned - std::min(earned, throttled_bytes_);
}

void Connection::advance_writing() {
  std::size_t left = allowance();
  while (left > 0 && unsent_bytes() > 0) {
    const std::size_t size = std::min({left, unsent_bytes(), net::kTlsRecordBytes});
    ERR_clear_error();
    const int count = SSL_write(ssl_.get(), unsent_.data() + sent_, static_cast<int>(size));
    if (count <= 0) {
      if (!would_block(ssl_.get(), count)) {
        close();
      }
      return;
    }
    sent_ += static_cast<std::size_t>(count);
    bytes_sent_ += static_cast<std::uint64_t>(count);
    throttled_bytes_ += static_cast<std::size_t>(count);
    left -= static_cast<std::size_t>(count);
    if (unsent_bytes() == 0 || sent_ > kSentBytesKept) {
      unsent_.erase(unsent_.begin(), unsent_.begin() + static_cast<std::ptrdiff_t>(sent_));
      sent_ = 0;
    }
  }
}

void Connection::advance_reading() {
  std::array<std::uint8_t, kReadBytes> buffer{};
  for (std::size_t total = 0; total < kReadBytesPerTurn;) {
    ERR_clear_error();
    const int count = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
    if (count <= 0) {
      if (!would_block(ssl_.get(), count)) {
        close();
      }
      break;
    }
    total += static_cast<std::size_t>(count);
    append(received_, ByteView(buffer.data(), static_cast<std::size_t>(count)));
  }
  split_frames();
}

void Connection::split_frames() {
  std::size_t at = 0;
  while (received_.size() - at >= net::kFrameHeaderBytes) {
    net::FrameHeaderBytes bytes{};
    std::copy_n(received_.begin() + static_cast<std::ptrdiff_t>(at), bytes.size(), bytes.begin());
    const auto header = net::decode_frame_header(bytes, net::kFrameBytesMax);
    if (!header) {
      close();
      return;
    }
    const std::size_t end = at + net::kFrameHeaderBytes + header->payload_bytes;
    if (received_.size() < end) {
      break;
    }
    const auto first = received_.begin() + static_cast<std::ptrdiff_t>(at + bytes.size());
    frames_.push_back(
        {header->type, Bytes(first, received_.begin() + static_cast<std::ptrdiff_t>(end))});
    at = end;
  }
  received_.erase(received_.begin(), received_.begin() + static_cast<std::ptrdiff_t>(at));
}

void Connection::send(ByteView plaintext) { append(unsent_, plaintext); }

void Connection::send_frame(net::FrameType type, ByteView payload) {
  const net::FrameHeaderBytes header = net::encode_frame_header({type, payload.size()});
  append(unsent_, header);
  append(unsent_, payload);
}

std::vector<net::Frame> Connection::take_frames() { return std::exchange(frames_, {}); }

void Connection::close() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
    descriptor_ = -1;
  }
  state_ = State::Closed;
}

short Connection::wanted_events() const {
  const bool has_something = unsent_bytes() > 0 && bytes_per_second_ == 0;
  const bool writes = state_ == State::Dialing || (state_ == State::Open && has_something);
  const bool reads = state_ != State::Dialing && reads_;
  return static_cast<short>((writes ? POLLOUT : 0) | (reads ? POLLIN : 0));
}

}  // namespace vitalstream::byzantine
