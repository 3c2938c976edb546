#pragma once
// TlsEngine: one TLS connection without its socket (sans-IO): ciphertext goes in and comes out
// through `buffers`, plaintext through `read` and `write`. tls_link drives it. One strand.

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "net/link/limits.hpp"
#include "net/link/tls_buffers.hpp"
#include "net/link/tls_failure.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace vitalstream::net {

enum class TlsRole { Client, Server };

struct TlsEngineOptions {
  std::string server_name{};  // sent as SNI by a client; empty: none is
  std::uint64_t records_per_key = kTlsRecordsPerKey;
  std::size_t read_bytes = kSocketReadBytes;
};

class TlsEngine {
 public:
  enum class Status { Done, NeedsInput, Closed, Failed };

  struct ReadResult {
    Status status = Status::Failed;
    std::size_t bytes = 0;  // with Done
  };

  // Keeps the context alive. Throws std::bad_alloc where OpenSSL has no memory for a connection.
  TlsEngine(ssl_ctx_st* context, TlsRole role, const TlsEngineOptions& options = {});

  // Done, NeedsInput or Failed. There may be output to flush in each case: of a failure, the alert.
  [[nodiscard]] Status handshake();

  [[nodiscard]] ReadResult read(std::span<std::uint8_t> target);

  // Encrypts all of it into the output; false is a failure. Only after the handshake.
  [[nodiscard]] bool write(ByteView plaintext);

  // The end of what we send, into the output.
  void say_goodbye();

  [[nodiscard]] TlsBuffers& buffers() { return *buffers_; }
  // Of the last call that failed.
  [[nodiscard]] const TlsFailure& failure() const { return failure_; }
  // OpenSSL's own connection, for what the other side has shown.
  [[nodiscard]] ssl_st* native() const { return ssl_.get(); }

 private:
  [[nodiscard]] Status status_of(int result);
  void count_record();

  std::unique_ptr<TlsBuffers> buffers_;
  std::unique_ptr<ssl_st, void (*)(ssl_st*)> ssl_;
  TlsFailure failure_;
  std::uint64_t records_per_key_;
  std::uint64_t records_under_key_ = 0;
};

}  // namespace vitalstream::net
