#include "crypto/jws.hpp"

#include "base/assert.hpp"
#include "base/base64url.hpp"

namespace vitalstream::crypto {
namespace {

constexpr char kSeparator = '.';

}  // namespace

std::string_view to_string(JwsError error) {
  switch (error) {
    case JwsError::TooLong:
      return "too_long";
    case JwsError::NotThreeParts:
      return "not_three_parts";
    case JwsError::NotBase64url:
      return "not_base64url";
  }
  base::assertion_failed("a known JwsError", __FILE__, __LINE__);
}

Result<JwsParts, JwsError> parse_compact_jws(std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max) {
    return JwsError::TooLong;
  }
  const std::size_t first = text.find(kSeparator);
  const std::size_t second =
      first == std::string_view::npos ? first : text.find(kSeparator, first + 1);
  if (second == std::string_view::npos ||
      text.find(kSeparator, second + 1) != std::string_view::npos) {
    return JwsError::NotThreeParts;
  }
  auto header = from_base64url(text.substr(0, first));
  auto payload = from_base64url(text.substr(first + 1, second - first - 1));
  auto signature = from_base64url(text.substr(second + 1));
  if (!header || !payload || !signature) {
    return JwsError::NotBase64url;
  }
  return JwsParts{*std::move(header), *std::move(payload), *std::move(signature)};
}

std::string jws_signing_input(ByteView header, ByteView payload) {
  std::string text;
  text.reserve((header.size() + payload.size()) * 4 / 3 + 8);
  append_base64url(text, header);
  text.push_back(kSeparator);
  append_base64url(text, payload);
  return text;
}

std::string to_compact_jws(const JwsParts& parts) {
  std::string text = jws_signing_input(parts.header, parts.payload);
  text.push_back(kSeparator);
  append_base64url(text, parts.signature);
  return text;
}

}  // namespace vitalstream::crypto
