#pragma once
// What every fuzz target is made of. A target decodes arbitrary bytes; it asserts that what was
// accepted is written back as it was read, so that nothing has two encodings.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.hpp"
#include "base/bytes.hpp"

// One body per target: VS_FUZZ_TARGET(input) { ... uses the ByteView input ... }
#define VS_FUZZ_TARGET(input)                                                         \
  static void fuzz_one(vitalstream::ByteView input);                                  \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
    fuzz_one({data, size});                                                           \
    return 0;                                                                         \
  }                                                                                   \
  static void fuzz_one(vitalstream::ByteView input)

namespace vitalstream::fuzz {

// The first byte chooses between decoders, the rest is their input.
struct Choice {
  std::uint8_t number = 0;
  ByteView rest;
};

inline Choice choice_of(ByteView input) {
  return input.empty() ? Choice{} : Choice{input.front(), input.subspan(1)};
}

}  // namespace vitalstream::fuzz
