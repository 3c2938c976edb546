#pragma once
// WebSocket frames (RFC 6455 section 5), as a server reads and writes them: what it reads is
// masked, what it writes is not; no extensions. Pure; used by ws_session.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace vitalstream::net {

enum class WsOpcode : std::uint8_t {
  Continuation = 0x0,
  Text = 0x1,
  Binary = 0x2,
  Close = 0x8,
  Ping = 0x9,
  Pong = 0xA,
};

// Close codes that this server gives (RFC 6455 section 7.4.1).
enum class WsCloseCode : std::uint16_t {
  Normal = 1000,
  GoingAway = 1001,
  ProtocolError = 1002,
  UnsupportedData = 1003,
  InvalidText = 1007,
  PolicyViolation = 1008,
  TooLarge = 1009,
  TryAgainLater = 1013,
};

inline constexpr std::size_t kWsFrameHeadBytesMax = 14;
inline constexpr std::size_t kWsControlBytesMax = 125;

struct WsFrameHead {
  bool final = false;
  WsOpcode opcode = WsOpcode::Text;
  std::uint64_t payload_bytes = 0;
  std::array<std::uint8_t, 4> mask{};
  std::size_t head_bytes = 0;  // 0: more of the head has to arrive
};

enum class WsFrameError { ReservedBits, UnknownOpcode, NotMasked, LongForm, BadControl };

[[nodiscard]] constexpr bool is_control(WsOpcode opcode) {
  return static_cast<std::uint8_t>(opcode) >= 0x8;
}

// Reads the head at the front of `received`.
[[nodiscard]] Result<WsFrameHead, WsFrameError> parse_ws_frame_head(std::span<const char> received);

// Takes the mask off a whole payload, in place.
void unmask(std::span<char> payload, const std::array<std::uint8_t, 4>& mask);

// Appends one whole, unmasked frame.
void append_ws_frame(std::string& out, WsOpcode opcode, std::string_view payload);
void append_ws_close(std::string& out, WsCloseCode code, std::string_view reason);

// The Sec-WebSocket-Accept for a client's key; empty if the key is not 16 bytes in base64.
[[nodiscard]] std::string ws_accept(std::string_view key);

}  // namespace vitalstream::net
