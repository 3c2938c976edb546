#include "net/link/tls_engine.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <new>

namespace vitalstream::net {

TlsEngine::TlsEngine(ssl_ctx_st* context, TlsRole role, const TlsEngineOptions& options)
    : buffers_(std::make_unique<TlsBuffers>(options.read_bytes)),
      ssl_(SSL_new(context), &SSL_free),
      records_per_key_(options.records_per_key) {
  BIO* const bio = ssl_ == nullptr ? nullptr : buffers_->make_bio();
  if (bio == nullptr) {
    ERR_clear_error();
    throw std::bad_alloc();
  }
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_mode(ssl_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  if (role == TlsRole::Server) {
    SSL_set_accept_state(ssl_.get());
    return;
  }
  SSL_set_connect_state(ssl_.get());
  if (!options.server_name.empty()) {
    // What SSL_set_tlsext_host_name stands for, without its C cast. The name is copied.
    SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
             const_cast<char*>(options.server_name.c_str()));
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

void TlsEngine::say_goodbye() {
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
  ERR_clear_error();
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
