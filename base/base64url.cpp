#include "base/base64url.hpp"

#include <array>
#include <cstring>

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

// The two characters of every 12 bits: one look-up instead of two.
constexpr std::array<std::array<char, 2>, 4096> make_pairs() {
  std::array<std::array<char, 2>, 4096> pairs{};
  for (std::size_t bits = 0; bits < pairs.size(); ++bits) {
    pairs[bits] = {kAlphabet[bits >> 6U], kAlphabet[bits & 0x3FU]};
  }
  return pairs;
}
constexpr std::array<std::array<char, 2>, 4096> kPairs = make_pairs();

std::size_t encoded_chars(std::size_t bytes) { return (bytes * 4 + 2) / 3; }

// The characters of a last group of one or two bytes.
void write_rest(char*& out, std::uint32_t bits, unsigned chars) {
  for (unsigned i = 0; i < chars; ++i) {
    *out++ = kAlphabet[(bits >> (18U - 6U * i)) & 0x3FU];
  }
}

// The 24 bits of four characters; kForeignGroup or more if one of them is foreign.
constexpr std::uint32_t kForeignGroup = 1U << 24U;
std::uint32_t read_group(const char* chars) {
  std::uint32_t bits = 0;
  std::uint32_t foreign = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const std::uint32_t value = kValues[static_cast<std::uint8_t>(chars[i])];
    foreign |= value & 0xC0U;
    bits = (bits << 6U) | (value & 0x3FU);
  }
  return foreign == 0 ? bits : kForeignGroup;
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
    std::memcpy(out, kPairs[bits >> 12U].data(), 2);
    std::memcpy(out + 2, kPairs[bits & 0xFFFU].data(), 2);
    out += 4;
  }
  if (bytes.size() - i == 1) {
    write_rest(out, std::uint32_t{bytes[i]} << 16U, 2);
  } else if (bytes.size() - i == 2) {
    write_rest(out, (std::uint32_t{bytes[i]} << 16U) | (std::uint32_t{bytes[i + 1]} << 8U), 3);
  }
}

std::optional<Bytes> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) {
    return std::nullopt;
  }
  Bytes bytes(text.size() / 4 * 3 + (text.size() % 4 == 0 ? 0 : text.size() % 4 - 1));
  std::uint8_t* out = bytes.data();
  for (; text.size() >= 4; text.remove_prefix(4)) {
    const std::uint32_t group = read_group(text.data());
    if (group >= kForeignGroup) {
      return std::nullopt;
    }
    *out++ = static_cast<std::uint8_t>(group >> 16U);
    *out++ = static_cast<std::uint8_t>((group >> 8U) & 0xFFU);
    *out++ = static_cast<std::uint8_t>(group & 0xFFU);
  }
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
      *out++ = static_cast<std::uint8_t>((bits >> count) & 0xFFU);
    }
  }
  if ((bits & ((1U << count) - 1U)) != 0) {
    return std::nullopt;
  }
  return bytes;
}

bool is_in_base64url_alphabet(std::string_view text) {
  std::uint8_t seen = 0;
  for (const char c : text) {
    seen |= kValues[static_cast<std::uint8_t>(c)];
  }
  return (seen & 0xC0U) == 0;
}

}  // namespace vitalstream
