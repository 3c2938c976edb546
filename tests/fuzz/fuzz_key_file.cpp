// Without a passphrase, so that no input costs an Argon2id.
#include "crypto/provider/key_file.hpp"
#include "fuzz_input.hpp"

using namespace vitalstream;
using namespace vitalstream::crypto::provider;

VS_FUZZ_TARGET(input) {
  const auto content = decode_key_file(as_text(input), Passphrase{});
  if (!content) {
    static_cast<void>(to_string(content.error()));
    return;
  }
  const auto written = encode_key_file(*content, Passphrase{}, ArgonCost{});
  VS_ASSERT(written.has_value());
  VS_ASSERT(decode_key_file(as_text(written->view()), Passphrase{}).has_value());
}
