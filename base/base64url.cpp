#include "base/base64url.hpp"

#include <array>

namespace vitalstream {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kForeign = 0xFF;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kForeign);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}
constexpr std::array<std::uint8_t, 256> kValues = make_values();

std::size_t encoded_chars(std::size_t bytes) { return (bytes * 4 + 2) / 3; }

void write_group(char*& out, std::uint32_t bits, unsigned chars) {
  for (unsigned i = 0; i < chars; ++i) {
    *out++ = kAlphabet[(bits >> (18U - 6U * i)) & 0x3FU];
  }
}

}  // namespace

std::string to_base64url(ByteView bytes) {
  std::string text;
  append_base64url(text, bytes);
  return text;
}

void append_base64url(std::string& target, ByteView bytes) {
  const std::size_t start = target.size();
  target.resize(start + encoded_chars(bytes.size()));
  char* out = target.data() + start;
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t bits = (std::uint32_t{bytes[i]} << 16U) |
                               (std::uint32_t{bytes[i + 1]} << 8U) | std::uint32_t{bytes[i + 2]};
    write_group(out, bits, 4);
  }
  if (bytes.size() - i == 1) {
    write_group(out, std::uint32_t{bytes[i]} << 16U, 2);
  } else if (bytes.size() - i == 2) {
    write_group(out, (std::uint32_t{bytes[i]} << 16U) | (std::uint32_t{bytes[i + 1]} << 8U), 3);
  }
}

std::optional<Bytes> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) {
    return std::nullopt;
  }
  Bytes bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const std::uint8_t value = kValues[static_cast<std::uint8_t>(c)];
    if (value == kForeign) {
      return std::nullopt;
    }
    bits = (bits << 6U) | value;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push_back(static_cast<std::uint8_t>((bits >> count) & 0xFFU));
    }
  }
  if ((bits & ((1U << count) - 1U)) != 0) {
    return std::nullopt;
  }
  return bytes;
}

}  // namespace vitalstream
