#pragma once
// C14, foreign votes: a process that is shown a vote which its validator's key has signed, and
// which its record does not hold, is not the only one that signs with this key.

#include <cstdint>
#include <string>

namespace vitalstream::sim {

enum class Shown {
  InACertificate,
  InARememberedView,  // in an answer (C15), like the next
  BeyondTheRecord,
};

// Four validators. The last one has the key of the first as well, makes a vote with it, and shows
// it to the first one alone. Empty if that one signs nothing from then on, killed and started again
// neither, and the others go on; otherwise what is not so.
[[nodiscard]] std::string why_it_signs_on(Shown how, std::uint64_t seed);

}  // namespace vitalstream::sim
