#include "fuzz_input.hpp"
#include "net/p2p/hello.hpp"

using namespace vitalstream;
using namespace vitalstream::net;

VS_FUZZ_TARGET(input) {
  if (const auto hello = decode_hello(input)) {
    VS_ASSERT(equal(encode_hello(*hello), input));
  }
  static_cast<void>(decode_goodbye(input));
}
