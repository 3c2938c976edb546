#include "fuzz_input.hpp"
#include "storage/keys.hpp"

using namespace vitalstream;
using namespace vitalstream::storage;

VS_FUZZ_TARGET(input) {
  if (const auto tip = decode_tip(input)) {
    VS_ASSERT(equal(encode_tip(*tip), input));
  }
  if (const auto location = decode_location(input)) {
    VS_ASSERT(equal(encode_location(*location), input));
  }
  if (const auto executed = decode_executed(input)) {
    VS_ASSERT(equal(encode_executed(*executed), input));
  }
  if (const auto committed = decode_committed(input)) {
    VS_ASSERT(equal(encode_committed(*committed), input));
  }
  if (const auto height = height_of_key(input)) {
    VS_ASSERT(equal(height_key(*height), input));
  }
}
