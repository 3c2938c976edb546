#pragma once
// TlsEngine: one TLS connection without its socket (sans-IO): ciphertext goes in and comes out
// through `buffers`, plaintext through `read` and `write`. tls_link drives it. One strand.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "net/p2p/limits.hpp"
#include "net/p2p/peer_certificate.hpp"
#include "net/p2p/peer_tls_context.hpp"
#include "net/p2p/tls_buffers.hpp"
#include "net/p2p/tls_errors.hpp"

struct ssl_st;

namespace vitalstream::net {

class TlsEngine {
 public:
  enum class Status { Done, NeedsInput, Closed, Failed };

  struct ReadResult {
    Status status = Status::Failed;
    std::size_t bytes = 0;  // with Done
  };

  // `server_name` is sent as SNI by the side that dials; the other leaves it empty.
  TlsEngine(const PeerTlsContext& context, Direction direction, const std::string& server_name,
            std::uint64_t records_per_key = kTlsRecordsPerKey);

  // Done, NeedsInput or Failed. There may be output to flush in each case: of a failure, the alert.
  [[nodiscard]] Status handshake();

  [[nodiscard]] ReadResult read(std::span<std::uint8_t> target);

  // Encrypts all of it into the output; false is a failure. Only after the handshake.
  [[nodiscard]] bool write(ByteView plaintext);

  [[nodiscard]] TlsBuffers& buffers() { return *buffers_; }
  // Of the last call that failed.
  [[nodiscard]] const TlsFailure& failure() const { return failure_; }
  // After the handshake.
  [[nodiscard]] std::optional<PeerCertificate> peer_certificate() const;
  // The same under another generation's trust, or why that would refuse it.
  [[nodiscard]] Result<PeerCertificate, CloseReason> peer_certificate_under(
      const PeerTlsContext& context) const;
  [[nodiscard]] bool belongs_to(const PeerTlsContext& context) const;

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
