#include "tests/integration/raw_peer.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <csignal>
#include <utility>

#include "base/assert.hpp"
#include "net/link/asio_types.hpp"

namespace vitalstream::net {
namespace {

constexpr long kDeadlineSeconds = 20;

using BioPtr = std::unique_ptr<BIO, decltype(&BIO_free)>;

void use_certificate(SSL_CTX* context, const testing::PemPair& pair) {
  const BioPtr chain(
      BIO_new_mem_buf(pair.certificate.data(), static_cast<int>(pair.certificate.size())),
      &BIO_free);
  const BioPtr key(BIO_new_mem_buf(pair.key.data(), static_cast<int>(pair.key.size())), &BIO_free);
  X509* const leaf = PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr);
  EVP_PKEY* const private_key = PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr);
  VS_ASSERT(SSL_CTX_use_certificate(context, leaf) == 1);
  VS_ASSERT(SSL_CTX_use_PrivateKey(context, private_key) == 1);
  while (X509* const issuer = PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr)) {
    SSL_CTX_add_extra_chain_cert(context, issuer);
  }
  ERR_clear_error();
  X509_free(leaf);
  EVP_PKEY_free(private_key);
}

}  // namespace

struct RawPeer::Parts {
  asio::io_context context;
  Tcp::socket socket{context};
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> tls{SSL_CTX_new(TLS_client_method()),
                                                        &SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl{nullptr, &SSL_free};
};

RawPeer::RawPeer() : parts_(std::make_unique<Parts>()) {
  // OpenSSL on a socket of its own writes without MSG_NOSIGNAL (the node's never does).
  std::signal(SIGPIPE, SIG_IGN);
}

RawPeer::RawPeer(const HostPort& address) : RawPeer() { connect(address); }

RawPeer::~RawPeer() = default;

void RawPeer::connect(const HostPort& address) {
  const Tcp::endpoint endpoint(asio::ip::make_address(address.host), address.port);
  parts_->socket.connect(endpoint);
  parts_->socket.set_option(Tcp::no_delay(true));
  const timeval deadline{kDeadlineSeconds, 0};
  VS_ASSERT(setsockopt(parts_->socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &deadline,
                       sizeof(deadline)) == 0);
}

void RawPeer::connect_from(const std::string& source, const HostPort& address) {
  parts_->socket.open(Tcp::v4());
  parts_->socket.bind({asio::ip::make_address(source), 0});
  connect(address);
}

bool RawPeer::shake_hands(const RawPeerOptions& options) {
  SSL_CTX* const context = parts_->tls.get();
  SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);
  if (options.tls12_only) {
    SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
  }
  if (!options.cipher_suites.empty()) {
    VS_ASSERT(SSL_CTX_set_ciphersuites(context, options.cipher_suites.c_str()) == 1);
  }
  if (options.certificate) {
    use_certificate(context, *options.certificate);
  }
  parts_->ssl.reset(SSL_new(context));
  SSL_set_fd(parts_->ssl.get(), parts_->socket.native_handle());
  ERR_clear_error();
  return SSL_connect(parts_->ssl.get()) == 1;
}

void RawPeer::send_raw(ByteView bytes) const {
  static_cast<void>(
      ::send(parts_->socket.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL));
}

void RawPeer::shut_down() const {
  static_cast<void>(::shutdown(parts_->socket.native_handle(), SHUT_WR));
}

bool RawPeer::send(ByteView plaintext) const {
  ERR_clear_error();
  return SSL_write(parts_->ssl.get(), plaintext.data(), static_cast<int>(plaintext.size())) > 0;
}

bool RawPeer::send_frame(FrameType type, ByteView payload) const {
  return send(encode_frame(type, payload));
}

std::optional<Frame> RawPeer::receive_frame() const {
  Bytes header(kFrameHeaderBytes);
  if (!receive_exactly(header)) {
    return std::nullopt;
  }
  FrameHeaderBytes bytes{};
  std::copy(header.begin(), header.end(), bytes.begin());
  const auto decoded = decode_frame_header(bytes, kFrameBytesMax);
  if (!decoded) {
    return std::nullopt;
  }
  Frame frame{decoded->type, Bytes(decoded->payload_bytes)};
  if (!receive_exactly(frame.payload)) {
    return std::nullopt;
  }
  return frame;
}

std::optional<CloseReason> RawPeer::receive_goodbye() const {
  while (const auto frame = receive_frame()) {
    if (frame->type == FrameType::Goodbye) {
      return decode_goodbye(frame->payload);
    }
  }
  return std::nullopt;
}

bool RawPeer::is_closed_by_other_side() const {
  Bytes discarded(4'096);
  for (;;) {
    const ssize_t count =
        ::recv(parts_->socket.native_handle(), discarded.data(), discarded.size(), 0);
    if (count <= 0) {
      return count == 0 || errno == ECONNRESET;
    }
  }
}

void RawPeer::close() {
  ErrorCode ignored;
  parts_->socket.close(ignored);
}

bool RawPeer::receive_exactly(Bytes& target) const {
  std::size_t filled = 0;
  while (filled < target.size()) {
    ERR_clear_error();
    const int count = SSL_read(parts_->ssl.get(), target.data() + filled,
                               static_cast<int>(target.size() - filled));
    if (count <= 0) {
      return false;
    }
    filled += static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace vitalstream::net
