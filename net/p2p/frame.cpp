#include "net/p2p/frame.hpp"

#include "base/assert.hpp"

namespace vitalstream::net {
namespace {

constexpr bool is_known(std::uint8_t type) {
  return type >= static_cast<std::uint8_t>(FrameType::Hello) &&
         type <= static_cast<std::uint8_t>(FrameType::Goodbye);
}

Result<FrameHeader, CloseReason> check_length(FrameHeader header, std::size_t message_bytes_max) {
  switch (header.type) {
    case FrameType::Hello:
      if (header.payload_bytes > kHelloBytesMax) {
        return CloseReason::OversizedFrame;
      }
      return header;
    case FrameType::Message:
      if (message_bytes_max == 0) {
        return CloseReason::MalformedFrame;
      }
      if (header.payload_bytes > message_bytes_max) {
        return CloseReason::OversizedFrame;
      }
      return header;
    case FrameType::Ping:
    case FrameType::Pong:
      if (header.payload_bytes != kPingBytes) {
        return CloseReason::MalformedFrame;
      }
      return header;
    case FrameType::Goodbye:
      if (header.payload_bytes != kGoodbyeBytes) {
        return CloseReason::MalformedFrame;
      }
      return header;
  }
  return CloseReason::MalformedFrame;
}

}  // namespace

FrameHeaderBytes encode_frame_header(const FrameHeader& header) {
  VS_ASSERT(header.payload_bytes > 0 && header.payload_bytes <= UINT32_MAX);
  const auto length = static_cast<std::uint32_t>(header.payload_bytes);
  return {static_cast<std::uint8_t>(length >> 24U), static_cast<std::uint8_t>(length >> 16U),
          static_cast<std::uint8_t>(length >> 8U), static_cast<std::uint8_t>(length),
          static_cast<std::uint8_t>(header.type)};
}

Result<FrameHeader, CloseReason> decode_frame_header(const FrameHeaderBytes& bytes,
                                                     std::size_t message_bytes_max) {
  const std::size_t length = (std::size_t{bytes[0]} << 24U) | (std::size_t{bytes[1]} << 16U) |
                             (std::size_t{bytes[2]} << 8U) | std::size_t{bytes[3]};
  if (!is_known(bytes[4]) || length == 0) {
    return CloseReason::MalformedFrame;
  }
  return check_length(FrameHeader{static_cast<FrameType>(bytes[4]), length}, message_bytes_max);
}

Bytes encode_frame(FrameType type, ByteView payload) {
  const FrameHeaderBytes header = encode_frame_header({type, payload.size()});
  Bytes frame(header.begin(), header.end());
  append(frame, payload);
  return frame;
}

}  // namespace vitalstream::net
