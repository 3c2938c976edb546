#include "base/base64url.hpp"
#include "fuzz_input.hpp"

using namespace vitalstream;

VS_FUZZ_TARGET(input) {
  if (const auto bytes = from_base64url(as_text(input))) {
    VS_ASSERT(to_base64url(*bytes) == as_text(input));
  }
  VS_ASSERT(equal(*from_base64url(to_base64url(input)), input));
}
