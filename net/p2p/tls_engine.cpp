#include "net/p2p/tls_engine.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "base/assert.hpp"
#include "net/p2p/verify_chain.hpp"

namespace vitalstream::net {

TlsEngine::TlsEngine(const PeerTlsContext& context, Direction direction,
                     const std::string& server_name, std::uint64_t records_per_key)
    : buffers_(std::make_unique<TlsBuffers>()),
      ssl_(SSL_new(context.native()), &SSL_free),
      records_per_key_(records_per_key) {
  VS_ASSERT(ssl_ != nullptr);
  BIO* const bio = buffers_->make_bio();
  SSL_set_bio(ssl_.get(), bio, bio);
  if (direction == Direction::Inbound) {
    SSL_set_accept_state(ssl_.get());
    return;
  }
  SSL_set_connect_state(ssl_.get());
  if (!server_name.empty()) {
    // What SSL_set_tlsext_host_name stands for, without its C cast. The name is copied.
    SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
             const_cast<char*>(server_name.c_str()));
  }
}

TlsEngine::Status TlsEngine::handshake() {
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  return result == 1 ? Status::Done : status_of(result);
}

TlsEngine::ReadResult TlsEngine::read(std::span<std::uint8_t> target) {
  ERR_clear_error();
  std::size_t bytes = 0;
  const int result = SSL_read_ex(ssl_.get(), target.data(), target.size(), &bytes);
  if (result == 1) {
    return {Status::Done, bytes};
  }
  return {status_of(result), 0};
}

bool TlsEngine::write(ByteView plaintext) {
  while (!plaintext.empty()) {
    ERR_clear_error();
    std::size_t written = 0;
    const int result = SSL_write_ex(ssl_.get(), plaintext.data(), plaintext.size(), &written);
    if (result != 1) {
      // The output takes everything, so there is nothing to wait for.
      failure_ = take_tls_failure(ssl_.get());
      return false;
    }
    plaintext = plaintext.subspan(written);
    count_record();
  }
  return true;
}

std::optional<PeerCertificate> TlsEngine::peer_certificate() const {
  return read_peer_certificate(SSL_get0_verified_chain(ssl_.get()));
}

Result<PeerCertificate, CloseReason> TlsEngine::peer_certificate_under(
    const PeerTlsContext& context) const {
  X509* const leaf = SSL_get0_peer_certificate(ssl_.get());
  if (leaf == nullptr) {
    return CloseReason::NoCertificate;
  }
  const bool peer_is_client = SSL_is_server(ssl_.get()) == 1;
  return verify_chain(context.native(), leaf, SSL_get_peer_cert_chain(ssl_.get()),
                      peer_is_client ? CertificateRole::Client : CertificateRole::Server);
}

bool TlsEngine::belongs_to(const PeerTlsContext& context) const {
  return SSL_get_SSL_CTX(ssl_.get()) == context.native();
}

// In partial-write mode one call of SSL_write makes one record. The new key goes out with the next.
void TlsEngine::count_record() {
  if (++records_under_key_ >= records_per_key_) {
    records_under_key_ = 0;
    SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_NOT_REQUESTED);
  }
}

TlsEngine::Status TlsEngine::status_of(int result) {
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return Status::NeedsInput;
    case SSL_ERROR_ZERO_RETURN:
      return Status::Closed;
    default:
      failure_ = take_tls_failure(ssl_.get());
      return Status::Failed;
  }
}

}  // namespace vitalstream::net
