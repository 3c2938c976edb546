#include "net/p2p/introduction.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <utility>

#include "net/p2p/peer_identity.hpp"
#include "net/p2p/shown_certificate.hpp"
#include "net/p2p/tcp_socket.hpp"
#include "net/p2p/tls_errors.hpp"

namespace vitalstream::net {
namespace {

// The name that the dialed peer's certificate must carry is also the one to ask for (SNI).
std::string server_name_of(const NetworkCore& core, std::optional<PeerId> dialed) {
  for (const PeerIdentity& identity : core.known_peers()) {
    if (dialed && identity.id == *dialed) {
      return identity.san_host;
    }
  }
  return {};
}

}  // namespace

Introduction::Introduction(std::shared_ptr<NetworkCore> core, std::shared_ptr<Tcp::socket> socket,
                           std::optional<PeerId> dialed)
    : core_(std::move(core)),
      open_socket_(core_->sockets().add(socket)),
      deadline_(socket),
      remote_(describe_remote(*socket)),
      dialed_(dialed),
      link_(std::make_unique<TlsLink>(
          socket,
          TlsEngine(core_->tls().native(), dialed ? TlsRole::Client : TlsRole::Server,
                    {.server_name = server_name_of(*core_, dialed)}),
          core_->counters().traffic)),
      reader_(/*message_bytes_max=*/0) {}

Introduction::Introduction(std::shared_ptr<NetworkCore> core, Introduced introduced)
    : Introduction(core, introduced.socket.attach(core->strand()), std::move(introduced)) {}

Introduction::Introduction(std::shared_ptr<NetworkCore> core, std::shared_ptr<Tcp::socket> socket,
                           Introduced&& introduced)
    : core_(std::move(core)),
      open_socket_(core_->sockets().add(socket)),
      deadline_(socket),
      remote_(std::move(introduced.remote)),
      link_(std::make_unique<TlsLink>(socket, std::move(introduced.engine),
                                      core_->counters().traffic)),
      reader_(std::move(introduced.reader)),
      peer_(introduced.peer),
      certificate_expires_at_unix_s_(introduced.certificate_expires_at_unix_s),
      instance_(introduced.instance),
      tls_is_up_(true) {}

Task<std::optional<CloseReason>> Introduction::run() {
  const auto unfit = co_await shake_hands();
  if (unfit) {
    co_return unfit;
  }
  const auto stranger = identify();
  if (stranger) {
    co_return stranger;
  }
  deadline_.arm(core_->options().times.hello);
  if (direction() == Direction::Outbound) {
    const bool sent = co_await send_frame(FrameType::Hello, own_hello());
    if (!sent) {
      co_return CloseReason::ConnectionLost;
    }
  }
  const auto unwelcome = co_await receive_hello();
  deadline_.disarm();
  co_return unwelcome;
}

Task<std::optional<CloseReason>> Introduction::shake_hands() {
  deadline_.arm(core_->options().times.handshake);
  const auto failure = co_await link_->handshake();
  if (failure) {
    co_return fail(*failure, CloseReason::HandshakeTimeout);
  }
  tls_is_up_ = true;
  co_return std::nullopt;
}

std::optional<CloseReason> Introduction::identify() {
  const auto certificate = shown_certificate(link_->engine());
  if (!certificate) {
    // Verified, but by being in the bundle itself: nobody issued it.
    return CloseReason::UntrustedIssuer;
  }
  const auto identity = identify_peer(*certificate, core_->known_peers(), dialed_);
  if (!identity) {
    detail_ = certificate->dns_names.empty() ? "no name" : certificate->dns_names.front();
    return identity.error();
  }
  peer_ = *identity;
  certificate_expires_at_unix_s_ = certificate->expires_at_unix_s;
  return std::nullopt;
}

Task<bool> Introduction::send_frame(FrameType type, Bytes payload) {
  const bool encrypted = link_->write(encode_frame(type, payload));
  const bool flushed = co_await link_->flush();
  co_return encrypted&& flushed;
}

Task<std::optional<CloseReason>> Introduction::receive_hello() {
  for (;;) {
    const auto count = co_await link_->read(reader_.free_space());
    if (!count) {
      co_return fail(count.error(), CloseReason::HelloTimeout);
    }
    reader_.commit(*count);
    const auto frame = reader_.next();
    if (!frame) {
      co_return frame.error();
    }
    if (*frame) {
      co_return on_first_frame(**frame);
    }
  }
}

std::optional<CloseReason> Introduction::on_first_frame(const Frame& frame) {
  if (frame.type == FrameType::Goodbye) {
    refused_by_peer_ = true;
    return decode_goodbye(frame.payload);
  }
  if (frame.type != FrameType::Hello) {
    return CloseReason::MalformedFrame;
  }
  const auto hello = decode_hello(frame.payload);
  if (!hello) {
    return hello.error();
  }
  const PeerNetworkOptions& options = core_->options();
  instance_ = hello->instance;
  return check_hello(*hello, {options.chain, options.genesis, *peer_, options.self.id});
}

CloseReason Introduction::fail(const TlsFailure& failure, CloseReason at_deadline) {
  if (deadline_.expired()) {
    return at_deadline;
  }
  const CloseReason reason = reason_of(failure);
  refused_by_peer_ = reason == CloseReason::RefusedByPeer;
  detail_ = failure.detail;
  return reason;
}

std::optional<Introduced> Introduction::leave() {
  deadline_.disarm();
  auto socket = DetachedSocket::detach(*link_->socket());
  if (!socket) {
    return std::nullopt;
  }
  return Introduced{std::move(*socket),
                    link_->take_engine(),
                    std::move(reader_),
                    *peer_,
                    instance_,
                    remote_,
                    certificate_expires_at_unix_s_};
}

Task<void> Introduction::refuse(CloseReason reason) {
  if (core_->stopping()) {
    reason = CloseReason::Shutdown;
  }
  core_->report({reason, direction(), remote_, peer_ ? peer_ : dialed_, refused_by_peer_, detail_});
  deadline_.arm(kFarewellTimeout);
  if (tls_is_up_ && !refused_by_peer_) {
    const bool sent = co_await send_frame(FrameType::Goodbye, encode_goodbye(reason));
    static_cast<void>(sent);
  }
  co_await linger();
  link_->close();
}

// Closing while bytes of the other side are unread would reset the connection and take our alert
// or goodbye with it, so we read on for a moment.
Task<void> Introduction::linger() {
  link_->shutdown_send();
  std::array<std::uint8_t, 4 * kKiB> discarded{};
  for (;;) {
    const auto [error, count] =
        co_await link_->socket()->async_read_some(asio::buffer(discarded), kNoThrow);
    if (error) {
      co_return;
    }
  }
}

std::optional<CloseReason> Introduction::no_longer_fit() const {
  return core_->no_longer_fit(link_->engine(), *peer_);
}

SessionOrigin Introduction::origin() const {
  return {dialed_ ? core_->options().self.id : *peer_, instance_};
}

SessionParts Introduction::take_parts() {
  deadline_.disarm();
  open_socket_.reset();
  reader_.set_message_bytes_max(core_->options().limits.message_bytes_max);
  Payload hello;
  if (direction() == Direction::Inbound) {
    hello = std::make_shared<const Bytes>(own_hello());
  }
  return {std::move(link_),
          std::move(reader_),
          *peer_,
          origin(),
          {*peer_, direction(), remote_, certificate_expires_at_unix_s_},
          std::move(hello)};
}

Bytes Introduction::own_hello() const {
  const PeerNetworkOptions& options = core_->options();
  return encode_hello({options.chain, options.genesis, options.self.id, *peer_, core_->instance()});
}

Direction Introduction::direction() const {
  return dialed_ ? Direction::Outbound : Direction::Inbound;
}

}  // namespace vitalstream::net
