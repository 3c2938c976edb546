#include "net/rpc/ws_frame.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cstring>

namespace vitalstream::net {
namespace {

constexpr unsigned kFinalBit = 0x80;
constexpr unsigned kReservedBits = 0x70;
constexpr unsigned kOpcodeBits = 0x0f;
constexpr unsigned kMaskBit = 0x80;
constexpr unsigned kLengthBits = 0x7f;
constexpr unsigned kLengthOf16Bits = 126;
constexpr unsigned kLengthOf64Bits = 127;

constexpr std::size_t kKeyChars = 24;
constexpr std::string_view kHandshakeGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

bool is_known(unsigned opcode) { return opcode <= 0x2 || (opcode >= 0x8 && opcode <= 0xA); }

unsigned byte_at(std::span<const char> bytes, std::size_t index) {
  return static_cast<unsigned char>(bytes[index]);
}

std::uint64_t big_endian(std::span<const char> bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    value = (value << 8U) | byte_at(bytes, i);
  }
  return value;
}

std::size_t extended_bytes(unsigned length) {
  if (length == kLengthOf16Bits) {
    return 2;
  }
  return length == kLengthOf64Bits ? 8 : 0;
}

// A length must take the shortest of its three forms.
bool is_shortest(std::uint64_t length, std::size_t extended) {
  if (extended == 2) {
    return length >= kLengthOf16Bits;
  }
  return extended == 0 || (length > 0xffff && length >> 63U == 0);
}

void append_big_endian(std::string& out, std::uint64_t value, unsigned bytes) {
  for (unsigned shift = bytes * 8; shift > 0; shift -= 8) {
    out += static_cast<char>((value >> (shift - 8)) & 0xffU);
  }
}

}  // namespace

Result<WsFrameHead, WsFrameError> parse_ws_frame_head(std::span<const char> received) {
  WsFrameHead head;
  if (received.size() < 2) {
    return head;
  }
  const unsigned first = byte_at(received, 0);
  const unsigned second = byte_at(received, 1);
  if ((first & kReservedBits) != 0) {
    return WsFrameError::ReservedBits;
  }
  if (!is_known(first & kOpcodeBits)) {
    return WsFrameError::UnknownOpcode;
  }
  if ((second & kMaskBit) == 0) {
    return WsFrameError::NotMasked;
  }
  const std::size_t extended = extended_bytes(second & kLengthBits);
  const std::size_t mask_at = 2 + extended;
  head.final = (first & kFinalBit) != 0;
  head.opcode = static_cast<WsOpcode>(first & kOpcodeBits);
  if (is_control(head.opcode) && (!head.final || extended != 0)) {
    return WsFrameError::BadControl;
  }
  if (received.size() < mask_at + head.mask.size()) {
    return head;
  }
  head.payload_bytes =
      extended == 0 ? second & kLengthBits : big_endian(received.subspan(2, extended));
  if (!is_shortest(head.payload_bytes, extended)) {
    return WsFrameError::LongForm;
  }
  std::memcpy(head.mask.data(), &received[mask_at], head.mask.size());
  head.head_bytes = mask_at + head.mask.size();
  return head;
}

void unmask(std::span<char> payload, const std::array<std::uint8_t, 4>& mask) {
  std::array<std::uint8_t, 8> twice{};
  std::copy(mask.begin(), mask.end(), twice.begin());
  std::copy(mask.begin(), mask.end(), twice.begin() + 4);
  std::uint64_t wide_mask = 0;
  std::memcpy(&wide_mask, twice.data(), sizeof(wide_mask));
  std::size_t i = 0;
  for (; i + sizeof(wide_mask) <= payload.size(); i += sizeof(wide_mask)) {
    std::uint64_t word = 0;
    std::memcpy(&word, &payload[i], sizeof(word));
    word ^= wide_mask;
    std::memcpy(&payload[i], &word, sizeof(word));
  }
  for (; i < payload.size(); ++i) {
    payload[i] = static_cast<char>(static_cast<unsigned char>(payload[i]) ^ mask[i % 4]);
  }
}

void append_ws_frame(std::string& out, WsOpcode opcode, std::string_view payload) {
  out += static_cast<char>(kFinalBit | static_cast<unsigned>(opcode));
  if (payload.size() < kLengthOf16Bits) {
    out += static_cast<char>(payload.size());
  } else if (payload.size() <= 0xffff) {
    out += static_cast<char>(kLengthOf16Bits);
    append_big_endian(out, payload.size(), 2);
  } else {
    out += static_cast<char>(kLengthOf64Bits);
    append_big_endian(out, payload.size(), 8);
  }
  out += payload;
}

void append_ws_close(std::string& out, WsCloseCode code, std::string_view reason) {
  std::string payload;
  append_big_endian(payload, static_cast<std::uint16_t>(code), 2);
  payload += reason.substr(0, kWsControlBytesMax - payload.size());
  append_ws_frame(out, WsOpcode::Close, payload);
}

std::string ws_accept(std::string_view key) {
  // 16 bytes are 22 characters and two of padding.
  if (key.size() != kKeyChars || !key.ends_with("==")) {
    return {};
  }
  const std::string text = std::string(key).append(kHandshakeGuid);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int digest_bytes = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &digest_bytes, EVP_sha1(), nullptr) !=
      1) {
    return {};
  }
  std::array<unsigned char, 64> encoded{};
  const int length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(digest_bytes));
  return {encoded.begin(), encoded.begin() + length};
}

}  // namespace vitalstream::net
