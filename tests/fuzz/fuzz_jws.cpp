#include "crypto/jws.hpp"
#include "crypto/jws_header.hpp"
#include "fuzz_input.hpp"

using namespace vitalstream;

constexpr std::size_t kTextBytesMax = 24 * 1024;

VS_FUZZ_TARGET(input) {
  const auto parts = crypto::parse_compact_jws(as_text(input), kTextBytesMax);
  if (parts) {
    VS_ASSERT(crypto::to_compact_jws(*parts) == as_text(input));
  }
  const ByteView header_bytes = parts ? ByteView{parts->header} : input;
  if (const auto header = crypto::parse_jws_header(header_bytes)) {
    const std::string text = crypto::to_jws_header(*header);
    VS_ASSERT(crypto::parse_jws_header(as_bytes(text)).has_value());
  }
}
