#include "bench/load/ws_client_frame.hpp"

namespace vitalstream::bench {
namespace {

constexpr unsigned kFinal = 0x80;
constexpr unsigned kMasked = 0x80;
constexpr unsigned kOpcodeBits = 0x0F;
constexpr std::size_t kShortMax = 125;
constexpr unsigned kLength16 = 126;
constexpr unsigned kLength64 = 127;
// Far above any answer: what announces more is no answer.
constexpr std::uint64_t kPayloadMax = 16 * 1024 * 1024;

char to_char(std::uint64_t byte) { return static_cast<char>(byte & 0xFFU); }

std::uint64_t read_length(std::string_view bytes) {
  std::uint64_t length = 0;
  for (const char byte : bytes) {
    length = (length << 8U) | static_cast<unsigned char>(byte);
  }
  return length;
}

bool is_known(unsigned opcode) {
  return opcode == 0x1 || opcode == 0x8 || opcode == 0x9 || opcode == 0xA;
}

}  // namespace

void append_client_frame(std::string& out, ClientOpcode opcode, std::string_view payload,
                         const WsMask& mask) {
  out.push_back(to_char(kFinal | static_cast<unsigned>(opcode)));
  const std::uint64_t size = payload.size();
  if (size <= kShortMax) {
    out.push_back(to_char(kMasked | size));
  } else if (size <= 0xFFFF) {
    out.push_back(to_char(kMasked | kLength16));
    out.push_back(to_char(size >> 8U));
    out.push_back(to_char(size));
  } else {
    out.push_back(to_char(kMasked | kLength64));
    for (unsigned shift = 64; shift > 0; shift -= 8) {
      out.push_back(to_char(size >> (shift - 8)));
    }
  }
  out.append(mask.data(), mask.size());
  const std::size_t begin = out.size();
  out.append(payload);
  char* masked = out.data() + begin;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    masked[i] = static_cast<char>(masked[i] ^ mask[i % 4]);
  }
}

FrameRead read_server_frame(std::string_view received) {
  if (received.size() < 2) {
    return {};
  }
  const auto first = static_cast<unsigned char>(received[0]);
  const auto second = static_cast<unsigned char>(received[1]);
  if ((first & kFinal) == 0 || (second & kMasked) != 0 || !is_known(first & kOpcodeBits)) {
    return {.state = FrameState::Broken, .frame = {}};
  }
  const std::size_t more = second == kLength16 ? 2 : second == kLength64 ? 8 : 0;
  const std::size_t head = 2 + more;
  if (received.size() < head) {
    return {};
  }
  const std::uint64_t length = more == 0 ? second : read_length(received.substr(2, more));
  if (length > kPayloadMax) {
    return {.state = FrameState::Broken, .frame = {}};
  }
  if (received.size() - head < length) {
    return {};
  }
  return {.state = FrameState::Whole,
          .frame = {.opcode = static_cast<ClientOpcode>(first & kOpcodeBits),
                    .payload = received.substr(head, length),
                    .frame_bytes = head + length}};
}

}  // namespace vitalstream::bench
