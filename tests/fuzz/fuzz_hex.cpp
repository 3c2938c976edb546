#include "base/hex.hpp"
#include "fuzz_input.hpp"

using namespace vitalstream;

VS_FUZZ_TARGET(input) {
  if (const auto bytes = from_hex(as_text(input))) {
    VS_ASSERT(2 * bytes->size() == input.size());
    VS_ASSERT(*from_hex(to_hex(*bytes)) == *bytes);
  }
  VS_ASSERT(equal(*from_hex(to_hex(input)), input));
}
