#pragma once
// RawPeer: the other end of a connection, with blocking calls and no manners of its own: the test
// decides every byte. It shows whatever certificate it is given and believes the other side's.

#include <memory>
#include <optional>
#include <string>

#include "net/p2p/frame.hpp"
#include "net/p2p/hello.hpp"
#include "tests/support/test_pki.hpp"

namespace vitalstream::net {

struct RawPeerOptions {
  std::optional<testing::PemPair> certificate;
  bool tls12_only = false;
  std::string cipher_suites;  // TLS 1.3 suites; the default ones if empty
};

class RawPeer {
 public:
  RawPeer();
  // Connected.
  explicit RawPeer(const HostPort& address);
  ~RawPeer();
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;

  // Takes one descriptor. Every later call gives up after the tests' deadline.
  void connect(const HostPort& address);
  // From this literal address of the machine, e.g. "127.0.0.2".
  void connect_from(const std::string& source, const HostPort& address);

  // A TLS 1.3 client is done before the server has judged its certificate.
  [[nodiscard]] bool shake_hands(const RawPeerOptions& options);

  // Without TLS, as it is.
  void send_raw(ByteView bytes) const;
  // Nothing more from this side (TCP half-close).
  void shut_down() const;

  bool send(ByteView plaintext) const;
  bool send_frame(FrameType type, ByteView payload) const;
  // Nothing at the end of the stream, after an alert, or at the deadline.
  [[nodiscard]] std::optional<Frame> receive_frame() const;
  // Skips pings and messages.
  [[nodiscard]] std::optional<CloseReason> receive_goodbye() const;
  // Reads until the other side closes; false at the deadline.
  [[nodiscard]] bool is_closed_by_other_side() const;

  void close();

 private:
  struct Parts;
  [[nodiscard]] bool receive_exactly(Bytes& target) const;
  std::unique_ptr<Parts> parts_;
};

}  // namespace vitalstream::net
