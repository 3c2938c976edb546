#pragma once
// Randomness for salts and for what keeps nonces apart. Within this module; any thread.

#include <cstdint>
#include <span>

namespace vitalstream::storage {

// Ends the process where the system has none to give: without it nothing can be encrypted.
void fill_random(std::span<std::uint8_t> target);

}  // namespace vitalstream::storage
