#pragma once
// The frame: u32 length of the payload (big-endian), u8 type, payload. Frames never have an empty
// payload. This layer knows nothing of what a message says (net/wire does). Pure values.

#include <array>
#include <cstdint>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "net/p2p/close_reason.hpp"
#include "net/p2p/limits.hpp"

namespace vitalstream::net {

enum class FrameType : std::uint8_t { Hello = 1, Message = 2, Ping = 3, Pong = 4, Goodbye = 5 };

struct Frame {
  FrameType type = FrameType::Message;
  Bytes payload;
};

struct FrameHeader {
  FrameType type = FrameType::Message;
  std::size_t payload_bytes = 0;
};

using FrameHeaderBytes = std::array<std::uint8_t, kFrameHeaderBytes>;

[[nodiscard]] FrameHeaderBytes encode_frame_header(const FrameHeader& header);

// MalformedFrame for an unknown type, an empty payload or a control frame of a wrong length;
// OversizedFrame for a message above `message_bytes_max`. A limit of zero means that messages are
// not allowed yet (before the hello), which is MalformedFrame.
[[nodiscard]] Result<FrameHeader, CloseReason> decode_frame_header(const FrameHeaderBytes& bytes,
                                                                   std::size_t message_bytes_max);

// A whole frame, for the small ones that are sent by themselves.
[[nodiscard]] Bytes encode_frame(FrameType type, ByteView payload);

}  // namespace vitalstream::net
