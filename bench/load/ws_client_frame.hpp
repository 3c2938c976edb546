#pragma once
// WebSocket frames (RFC 6455 section 5) as a client writes and reads them: what it writes is
// masked, what it reads is not; a server of ours sends whole messages. Pure.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitalstream::bench {

enum class ClientOpcode : std::uint8_t { Text = 0x1, Close = 0x8, Ping = 0x9, Pong = 0xA };

using WsMask = std::array<char, 4>;

void append_client_frame(std::string& out, ClientOpcode opcode, std::string_view payload,
                         const WsMask& mask);

struct ServerFrame {
  ClientOpcode opcode = ClientOpcode::Text;
  std::string_view payload;
  std::size_t frame_bytes = 0;
};

enum class FrameState { Whole, Incomplete, Broken };

struct FrameRead {
  FrameState state = FrameState::Incomplete;
  ServerFrame frame;
};

// The frame at the front of `received`.
[[nodiscard]] FrameRead read_server_frame(std::string_view received);

}  // namespace vitalstream::bench
