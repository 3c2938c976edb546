#include "base/bytes.hpp"

#include <algorithm>

namespace vitalstream {

ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Bytes to_bytes(ByteView view) { return {view.begin(), view.end()}; }

void append(Bytes& target, ByteView tail) { target.insert(target.end(), tail.begin(), tail.end()); }

bool equal(ByteView left, ByteView right) { return std::ranges::equal(left, right); }

}  // namespace vitalstream
