#include "crypto/provider/base64.hpp"

#include <algorithm>

#include "base/base64url.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr std::size_t kGroupChars = 4;

}  // namespace

std::string to_base64(ByteView bytes) {
  std::string text = to_base64url(bytes);
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  text.append((kGroupChars - text.size() % kGroupChars) % kGroupChars, '=');
  return text;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % kGroupChars != 0 || text.find_first_of("-_") != std::string_view::npos) {
    return std::nullopt;
  }
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) {
    text.remove_suffix(1);
  }
  std::string url(text);
  std::ranges::replace(url, '+', '-');
  std::ranges::replace(url, '/', '_');
  return from_base64url(url);
}

}  // namespace vitalstream::crypto::provider
