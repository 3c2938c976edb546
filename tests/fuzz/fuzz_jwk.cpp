#include "crypto/jwk.hpp"
#include "fuzz_input.hpp"

using namespace vitalstream;

VS_FUZZ_TARGET(input) {
  const auto key = crypto::parse_jwk(as_text(input));
  if (!key) {
    return;
  }
  const auto again = crypto::parse_jwk(crypto::to_jwk(*key));
  VS_ASSERT(again.has_value() && *again == *key);
  const auto thumbprint = crypto::thumbprint(*key);
  VS_ASSERT(crypto::thumbprint_from(crypto::to_text(thumbprint)) == thumbprint);
}
