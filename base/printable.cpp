#include "base/printable.hpp"

#include "base/bytes.hpp"
#include "base/hex.hpp"

namespace vitalstream {
namespace {

constexpr std::uint8_t kFirstGraphic = 0x20;
constexpr std::uint8_t kDelete = 0x7F;
// U+0080 to U+009F in UTF-8 are this and a byte from 0x80 to 0x9F.
constexpr std::uint8_t kLatinLead = 0xC2;
constexpr std::uint8_t kFirstAboveControls = 0xA0;

std::string shown(std::uint8_t control) { return "\\u00" + to_hex(ByteView(&control, 1)); }

}  // namespace

std::string printable(std::string_view text, LineEnds line_ends) {
  std::string result;
  result.reserve(text.size());
  const ByteView bytes = as_bytes(text);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint8_t byte = bytes[i];
    const bool is_kept_end = byte == '\n' && line_ends == LineEnds::Keep;
    const bool is_latin_control = byte == kLatinLead && i + 1 < bytes.size() &&
                                  bytes[i + 1] >= 0x80 && bytes[i + 1] < kFirstAboveControls;
    if (is_latin_control) {
      result += shown(bytes[++i]);
    } else if ((byte < kFirstGraphic && !is_kept_end) || byte == kDelete) {
      result += shown(byte);
    } else {
      result.push_back(text[i]);
    }
  }
  return result;
}

}  // namespace vitalstream
